/** The load: requests made beforehand, each connection one at a time, the next as soon as the last was answered. */
import { workload } from '../path/workload.js';
import { answerParent, taskOfLeg } from '../performance/leg-process.js';
import { quantile } from '../performance/figures.js';
import { useSince, useSoFar } from '../performance/process-use.js';
import { Connection } from './connection.js';
import { ndjsonRequest, type BuiltRequest, type Path } from './request.js';
import type { SenderAsks, SenderResult, SenderTask } from './tasks.js';

/** Events a second of event time; nothing reads them here. */
const RATE = 1_000;

const task = taskOfLeg() as SenderTask;
let requests: readonly BuiltRequest[] = [];
let next = 0;
let connections: readonly Connection[] = [];

answerParent<SenderAsks>({
  async prepare() {
    requests = build();
    connections = await Promise.all(
      Array.from({ length: task.connections }, () => Connection.open(task.port)),
    );
    return { bytes: requests.reduce((sum, { bytes }) => sum + bytes.length, 0) };
  },
  warmUp: () => sendUntil(Math.ceil(task.warmUp / task.batch)),
  async send() {
    const result = await sendUntil(requests.length);
    for (const connection of connections) connection.close();
    return result;
  },
});

function build(): BuiltRequest[] {
  const built: BuiltRequest[] = [];
  const lines: Record<Path, string[]> = { '/v1/predictions': [], '/v1/outcomes': [] };
  for (const { kind, json } of workload({
    events: task.warmUp + task.events,
    rate: RATE,
    seed: task.seed,
  })) {
    if (kind === 'end') continue;
    const path = kind === 'prediction' ? '/v1/predictions' : '/v1/outcomes';
    if (lines[path].push(json) < task.batch) continue;
    built.push(ndjsonRequest(path, lines[path]));
    lines[path] = [];
  }
  for (const path of ['/v1/predictions', '/v1/outcomes'] as const) {
    if (lines[path].length > 0) built.push(ndjsonRequest(path, lines[path]));
  }
  return built;
}

/** Sends the requests up to this one, over all connections. */
async function sendUntil(end: number): Promise<SenderResult> {
  const before = useSoFar();
  const began = performance.now();
  const latencies: number[] = [];
  let events = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (next < end) {
        const request = requests[next++] as BuiltRequest;
        const sent = performance.now();
        const { status, body } = await connection.send(request.bytes);
        latencies.push(performance.now() - sent);
        if (status !== 202 || !body.startsWith(`{"accepted":${request.events},`)) {
          throw new Error(
            `the server has not taken ${request.events} events: ${status} ${body.slice(0, 500)}`,
          );
        }
        events += request.events;
      }
    }),
  );
  return {
    events,
    seconds: (performance.now() - began) / 1000,
    latencyMs: {
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      most: quantile(latencies, 1),
    },
    cpuSeconds: useSince(before).cpuSeconds,
  };
}
