/** Seeded streams through every detector at once: all see the same values. */
import {
  abruptStream,
  type Concept,
  gradualStream,
  type GeneratedStream,
} from '../../src/generators/index.js';
import type { Subject } from './subjects.js';

/** When the change comes, how long a gradual one takes, and how long after it there is time to find it; in values. */
export const CHANGE_AT = 5_000;
export const GRADUAL_OVER = 1_000;
export const FOUND_WITHIN = 5_000;

export interface Shift {
  readonly from: number;
  readonly to: number;
}

export type Pace = 'abrupt' | 'gradual';

export interface Runs {
  /** By subject: values from the change to the first alarm at or after it, one a run; Infinity = none. */
  readonly delays: readonly (readonly number[])[];
  /** By subject: runs with an alarm before the change. */
  readonly early: readonly number[];
}

/** A stream with one change. */
export function streamWith(
  concept: (level: number) => Concept<number>,
  { from, to }: Shift,
  pace: Pace,
): GeneratedStream<number> {
  const rows = CHANGE_AT + FOUND_WITHIN;
  return pace === 'abrupt'
    ? abruptStream([
        { concept: concept(from), rows: CHANGE_AT },
        { concept: concept(to), rows: FOUND_WITHIN },
      ])
    : gradualStream(concept(from), concept(to), { from: CHANGE_AT, to: CHANGE_AT + GRADUAL_OVER, rows });
}

/** Every detector through the same runs. One that alarms before the change starts afresh and goes on, as it does in use. */
export function runThrough(
  subjects: readonly Subject[],
  stream: GeneratedStream<number>,
  { from, seeds }: { readonly from: number; readonly seeds: readonly number[] },
  onRun: (done: number) => void = () => undefined,
): Runs {
  const delays = subjects.map((): number[] => []);
  const early = subjects.map(() => 0);
  seeds.forEach((seed, run) => {
    onRun(run / seeds.length);
    const values = Float64Array.from(stream.rows(seed));
    subjects.forEach((subject, index) => {
      const { delay, alarmedBefore } = runOne(subject, values, from);
      delays[index]?.push(delay);
      if (alarmedBefore) early[index] = (early[index] ?? 0) + 1;
    });
  });
  return { delays, early };
}

function runOne(
  subject: Subject,
  values: Float64Array,
  level: number,
): { delay: number; alarmedBefore: boolean } {
  const detector = subject.create(level);
  let alarmedBefore = false;
  for (let index = 0; index < values.length; index++) {
    if (!detector.update(subject.read(values[index] ?? 0)).drift) continue;
    if (index >= CHANGE_AT) return { delay: index - CHANGE_AT, alarmedBefore };
    alarmedBefore = true;
  }
  return { delay: Infinity, alarmedBefore };
}

/** After so many values a detector is started afresh, as it is with every new version of a model. */
export const FRESH_AFTER = 100_000;

/**
 * Alarms of one detector where nothing ever changes. Afresh every 100,000 values: some alarm in their first thousands only,
 * and in one endless run would look quiet.
 */
export function alarmsIn(
  subject: Subject,
  values: Float64Array,
  level: number,
  onFresh: (done: number) => void = () => undefined,
): number {
  let alarms = 0;
  for (let from = 0; from < values.length; from += FRESH_AFTER) {
    onFresh(from / values.length);
    const detector = subject.create(level);
    for (const value of values.subarray(from, from + FRESH_AFTER)) {
      if (detector.update(subject.read(value)).drift) alarms++;
    }
  }
  return alarms;
}
