/** The load at a steady rate: so many events each hundredth of a second, whatever became of those before. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '../ingest/connection.js';
import type { Path } from '../ingest/request.js';
import { workload } from '../path/workload.js';
import { quantile } from '../performance/figures.js';
import { answerParent, taskOfLeg } from '../performance/leg-process.js';
import { stamp, stampedRequest, type StampedRequest } from './stamped-request.js';
import type { PacedAsks, PacedResult, PacedTask } from './tasks.js';

const TURN_MS = 10;
/** The workload's outcomes follow three minutes of its time behind their predictions: here about a second. */
const TIMES_FASTER = 180;

const task = taskOfLeg() as PacedTask;
let turns: readonly (readonly StampedRequest[])[] = [];
let idle: Connection[] = [];
let wanted: ((connection: Connection) => void) | null = null;
let accepted = 0;
let toldToWait = 0;

answerParent<PacedAsks>({
  async prepare() {
    turns = build();
    idle = await Promise.all(Array.from({ length: task.connections }, () => Connection.open(task.port)));
    return null;
  },
  send,
});

function build(): StampedRequest[][] {
  const { rate, seconds, seed } = task;
  const built: StampedRequest[][] = [];
  const lines: Record<Path, string[]> = { '/v1/predictions': [], '/v1/outcomes': [] };
  let events = 0;
  for (const { kind, json } of workload({ events: rate * seconds, rate: rate / TIMES_FASTER, seed })) {
    if (kind === 'end') continue;
    lines[kind === 'prediction' ? '/v1/predictions' : '/v1/outcomes'].push(json);
    events++;
    if (events < ((built.length + 1) * rate * TURN_MS) / 1000) continue;
    built.push(
      (['/v1/predictions', '/v1/outcomes'] as const)
        .filter((path) => lines[path].length > 0)
        .map((path) => stampedRequest(path, lines[path].splice(0))),
    );
  }
  return built;
}

async function send(): Promise<PacedResult> {
  const began = Date.now();
  const start = performance.now();
  const behind: number[] = [];
  const answers: Promise<void>[] = [];
  for (const [turn, requests] of turns.entries()) {
    const due = start + turn * TURN_MS;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    for (const request of requests) {
      const connection = await idleConnection();
      behind.push(performance.now() - due);
      stamp(request, Date.now());
      answers.push(deliver(connection, request));
    }
  }
  await Promise.all(answers);
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
