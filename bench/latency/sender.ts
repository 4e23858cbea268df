/** The load at a steady rate: so many events each hundredth of a second, whatever became of those before. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openKcat, type Kcat } from '../burst/kcat.js';
import { Connection } from '../ingest/connection.js';
import type { Path } from '../ingest/request.js';
import { workload } from '../path/workload.js';
import { quantile } from '../performance/figures.js';
import { answerParent, taskOfLeg } from '../performance/leg-process.js';
import { stamp, stampedLines, stampedRequest, type StampedRequest } from './stamped-request.js';
import type { PacedAsks, PacedResult, PacedTask } from './tasks.js';

const TURN_MS = 10;
/** The workload's outcomes follow three minutes of its time behind their predictions: here about a second. */
const TIMES_FASTER = 180;

const PATHS = ['/v1/predictions', '/v1/outcomes'] as const;
const TOPIC: Readonly<Record<Path, string>> = {
  '/v1/predictions': 'predictions',
  '/v1/outcomes': 'outcomes',
};

interface Dispatch {
  readonly topic: string;
  readonly request: StampedRequest;
}

const task = taskOfLeg() as PacedTask;
let turns: readonly (readonly Dispatch[])[] = [];
let kcat: Kcat | null = null;
let idle: Connection[] = [];
let wanted: ((connection: Connection) => void) | null = null;
let accepted = 0;
let toldToWait = 0;

answerParent<PacedAsks>({
  async prepare() {
    turns = build();
    if (task.kcat) kcat = openKcat(task.kcat, Object.values(TOPIC));
    idle = await Promise.all(Array.from({ length: task.connections }, () => Connection.open(task.port)));
    return null;
  },
  send,
});

function build(): Dispatch[][] {
  const { rate, seconds, seed } = task;
  const built: Dispatch[][] = [];
  const due: Record<Path, { key: string; json: string }[]> = { '/v1/predictions': [], '/v1/outcomes': [] };
  let events = 0;
  for (const { kind, key, json } of workload({ events: rate * seconds, rate: rate / TIMES_FASTER, seed })) {
    if (kind === 'end' || key === null) continue;
    due[kind === 'prediction' ? '/v1/predictions' : '/v1/outcomes'].push({ key, json });
    events++;
    if (events < ((built.length + 1) * rate * TURN_MS) / 1000) continue;
    built.push(
      PATHS.filter((path) => due[path].length > 0).map((path) => ({
        topic: TOPIC[path],
        request: requestOf(path, due[path].splice(0)),
      })),
    );
  }
  return built;
}

function requestOf(path: Path, events: readonly { key: string; json: string }[]): StampedRequest {
  return task.kcat
    ? stampedLines(events)
    : stampedRequest(
        path,
        events.map(({ json }) => json),
      );
}

async function send(): Promise<PacedResult> {
  const began = Date.now();
  const start = performance.now();
  const behind: number[] = [];
  const answers: Promise<void>[] = [];
  for (const [turn, dispatches] of turns.entries()) {
    const due = start + turn * TURN_MS;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    for (const { topic, request } of dispatches) {
      const connection = kcat ? null : await idleConnection();
      behind.push(performance.now() - due);
      stamp(request, Date.now());
      if (connection) answers.push(deliver(connection, request));
      else {
        await kcat?.write(topic, request.bytes);
        accepted += request.events;
      }
    }
  }
  await Promise.all(answers);
  await kcat?.close();
  const seconds = (performance.now() - start) / 1000;
  for (const connection of idle) connection.close();
  return { began, accepted, seconds, toldToWait, behindMs: quantile(behind, 0.99) };
}

async function deliver(connection: Connection, { bytes, events }: StampedRequest): Promise<void> {
  const { status, body } = await connection.send(bytes);
  if (status === 429) {
    toldToWait += events;
  } else if (status === 202 && body.startsWith(`{"accepted":${events},`)) {
    accepted += events;
  } else {
    throw new Error(`the server has not taken ${events} events: ${status} ${body.slice(0, 500)}`);
  }
  giveBack(connection);
}

/** In turn: a server ends a connection on which nothing has come for a minute. */
function idleConnection(): Connection | Promise<Connection> {
  return idle.shift() ?? new Promise((resolve) => (wanted = resolve));
}

function giveBack(connection: Connection): void {
  const waiting = wanted;
  wanted = null;
  if (waiting) waiting(connection);
  else idle.push(connection);
}
