/** Sends the load in its phases, made beforehand; what is told to wait is sent again until it is taken. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '../ingest/connection.js';
import { ndjsonRequest, type BuiltRequest, type Path } from '../ingest/request.js';
import { workload, type WorkloadEvent } from '../path/workload.js';
import { answerParent, taskOfLeg } from '../performance/leg-process.js';
import { openKcat, type Kcat } from './kcat.js';
import type { BurstAsks, BurstSent, BurstTask, Phase, PhaseSent } from './tasks.js';

const TURN_MS = 10;
const AGAIN_MS = 50;
/** Of event time: some forty base panes, whatever the size. */
const SPAN_SECONDS = 12_000;
const PATHS = ['/v1/predictions', '/v1/outcomes'] as const;
const TOPIC: Readonly<Record<Path, string>> = {
  '/v1/predictions': 'predictions',
  '/v1/outcomes': 'outcomes',
};

/** What is due in one turn of ten milliseconds: requests, or lines for kcat. */
interface Turn {
  readonly requests: readonly BuiltRequest[];
  readonly lines: readonly { readonly topic: string; readonly text: Buffer }[];
}
interface Prepared {
  readonly phase: Phase;
  readonly turns: readonly Turn[];
}

const task = taskOfLeg() as BurstTask;
let prepared: readonly Prepared[] = [];
let kcat: Kcat | null = null;
let idle: Connection[] = [];
let wanted: ((connection: Connection) => void) | null = null;

answerParent<BurstAsks>({
  async prepare() {
    prepared = build();
    if (task.kcat) kcat = openKcat(task.kcat, Object.values(TOPIC));
    idle = await Promise.all(Array.from({ length: task.connections }, () => Connection.open(task.port)));
    return null;
  },
  async send(): Promise<BurstSent> {
    const phases: PhaseSent[] = [];
    for (const one of prepared) phases.push(await sendPhase(one));
    for (const connection of idle) connection.close();
    return { phases };
  },
});

function build(): Prepared[] {
  const { phases, seed } = task;
  const total = phases.reduce((sum, { events }) => sum + events, 0);
  const events = workload({ events: total, rate: total / SPAN_SECONDS, seed });
  return phases.map((phase) => {
    const aTurn = Math.max(1, Math.round((phase.rate * TURN_MS) / 1_000));
    const turns: Turn[] = [];
    for (let left = phase.events; left > 0; left -= aTurn) {
      turns.push(turnOf(take(events, Math.min(left, aTurn)), phase.name === 'burst' && task.kcat !== null));
    }
    return { phase, turns };
  });
}

function take(events: Iterator<WorkloadEvent>, count: number): WorkloadEvent[] {
  const taken: WorkloadEvent[] = [];
  while (taken.length < count) {
    const { value, done } = events.next();
    if (done) break;
    if (value.kind !== 'end') taken.push(value);
  }
  return taken;
}

function turnOf(events: readonly WorkloadEvent[], straight: boolean): Turn {
  const of = (path: Path) =>
    events.filter(({ kind }) => (kind === 'prediction') === (path === '/v1/predictions'));
  const some = PATHS.filter((path) => of(path).length > 0);
  if (!straight)
    return {
      requests: some.map((path) =>
        ndjsonRequest(
          path,
          of(path).map(({ json }) => json),
        ),
      ),
      lines: [],
    };
  const lines = some.map((path) => ({
    topic: TOPIC[path],
    text: Buffer.from(
      of(path)
        .map(({ key, json }) => `${key}\t${json}\n`)
        .join(''),
    ),
  }));
  return { requests: [], lines };
}

async function sendPhase({ phase, turns }: Prepared): Promise<PhaseSent> {
  const start = performance.now();
  const told = { toWait: 0 };
  const answers: Promise<void>[] = [];
  for (const [turn, { requests, lines }] of turns.entries()) {
    const early = start + turn * TURN_MS - performance.now();
    if (early > 0) await sleep(early);
    for (const { topic, text } of lines) await kcat?.write(topic, text);
    for (const request of requests) {
      const connection = await idleConnection();
      answers.push(deliver(connection, request, told));
    }
  }
  await Promise.all(answers);
  if (phase.name === 'burst') await kcat?.close();
  const seconds = (performance.now() - start) / 1_000;
  const { name, events, rate } = phase;
  return { name, events, asked: rate, seconds, ended: Date.now(), toldToWait: told.toWait };
}

async function deliver(
  connection: Connection,
  request: BuiltRequest,
  told: { toWait: number },
): Promise<void> {
  for (;;) {
    const { status, body } = await connection.send(request.bytes);
    if (status === 202 && body.startsWith(`{"accepted":${request.events},`)) break;
    if (status !== 429)
      throw new Error(`the server has not taken ${request.events} events: ${status} ${body.slice(0, 300)}`);
    told.toWait++;
    await sleep(AGAIN_MS);
  }
  const waiting = wanted;
  wanted = null;
  if (waiting) waiting(connection);
  else idle.push(connection);
}

function idleConnection(): Connection | Promise<Connection> {
  return idle.pop() ?? new Promise((resolve) => (wanted = resolve));
}
