/**
 * Named steps of the commit protocol at which a process can be made to die or to stand still. Nothing of this is in the
 * production code: `preload.ts` puts the steps around the adapters from outside, in processes of chaos runs only.
 */

/** In the order in which a batch comes through them. Not every engine has every step (`kafka`, `embedded`). */
export const STEPS = {
  init: 'a task is about to fence its predecessors',
  fenced: 'the predecessors are fenced, the offsets are not read yet',
  restore: 'the offsets are read, the state is not restored yet',
  restored: 'the state is restored, nothing was processed yet',
  fetch: 'a batch has arrived',
  process: 'the batch is processed, nothing was sent yet',
  sent: 'the records are sent, the offsets are not (kafka)',
  offsets: 'records and offsets are sent, the transaction is open (kafka)',
  ended: 'the transaction is over, its caller does not know it yet (kafka)',
  write: 'the LMDB transaction is about to be written (embedded)',
  flush: 'the LMDB transaction is written and not flushed (embedded)',
  committed: 'the commit is known, nothing local was written yet',
  'local-half': 'half of a local snapshot is written',
  'local-write': 'a local snapshot is written under its temporary name',
  'local-done': 'a local snapshot has replaced the one before it',
} as const;

export type Step = keyof typeof STEPS;
export const STEP_NAMES = Object.keys(STEPS) as readonly Step[];

const KAFKA_ONLY: readonly Step[] = ['fenced', 'sent', 'offsets', 'ended'];
const EMBEDDED_ONLY: readonly Step[] = ['write', 'flush'];
export type Engine = 'embedded' | 'kafka';

export function stepsOf(engine: Engine): readonly Step[] {
  const others = engine === 'kafka' ? EMBEDDED_ONLY : KAFKA_ONLY;
  return STEP_NAMES.filter((step) => !others.includes(step));
}

export interface Failpoint {
  readonly step: Step;
  /** `profiler`, `evaluator` ...; null: whichever comes first. */
  readonly stage: string | null;
  /** At the nth time. */
  readonly nth: number;
  /** `SIGSTOP` stands still until somebody sends SIGCONT. */
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/** Counts down to the one failpoint that is armed. */
export class Failpoints {
  readonly #strike: (signal: Failpoint['signal']) => void;
  #armed: Failpoint | undefined;
  #left = 0;

  constructor(strike: (signal: Failpoint['signal']) => void) {
    this.#strike = strike;
  }

  /** In place of what was armed before; null disarms. */
  arm(failpoint: Failpoint | null): void {
    this.#armed = failpoint ?? undefined;
    this.#left = failpoint?.nth ?? 0;
  }

  hit(step: Step, stage: string | null): void {
    const armed = this.#armed;
    if (armed === undefined || armed.step !== step) return;
    if (armed.stage !== null && stage !== armed.stage) return;
    if (--this.#left > 0) return;
    this.#armed = undefined;
    this.#strike(armed.signal);
  }
}
