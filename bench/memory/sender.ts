/** Sends the workload a stretch at a time, every event until it is taken. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '../ingest/connection.js';
import { ndjsonRequest, type BuiltRequest, type Path } from '../ingest/request.js';
import { workload } from '../path/workload.js';
import { answerParent, taskOfLeg } from '../performance/leg-process.js';
import type { StretchAsks, StretchTask } from './tasks.js';

const BATCH = 500;
const RETRY_MS = 50;

const { port, events, stretches, rate, seed } = taskOfLeg() as StretchTask;
const source = workload({ events, rate, seed });
let connection: Connection | null = null;
let stretch = 0;
let taken = 0;

answerParent<StretchAsks>({
  async stretch() {
    stretch++;
    // One a stretch: the server closes those that are idle for long.
    connection = await Connection.open(port);
    const until = Math.round((events * stretch) / stretches);
    // In the order of event time: an outcome is not sent before predictions that precede it by a batch.
    for (const request of requests(until - taken)) await deliver(request);
    connection.close();
    return taken;
  },
});

function* requests(count: number): Generator<BuiltRequest> {
  const lines: Record<Path, string[]> = { '/v1/predictions': [], '/v1/outcomes': [] };
  const flush = (path: Path): BuiltRequest => ndjsonRequest(path, lines[path].splice(0));
  for (let sent = 0; sent < count;) {
    const { value } = source.next();
    if (value === undefined) break;
    if (value.kind === 'end') continue;
    const path = value.kind === 'prediction' ? '/v1/predictions' : '/v1/outcomes';
    sent++;
    if (lines[path].push(value.json) >= BATCH) yield flush(path);
  }
  for (const path of ['/v1/predictions', '/v1/outcomes'] as const)
    if (lines[path].length > 0) yield flush(path);
}

async function deliver({ bytes, events: of }: BuiltRequest): Promise<void> {
  for (;;) {
    const { status, body } = await (connection as Connection).send(bytes);
    if (status === 202) {
      const { accepted } = JSON.parse(body) as { accepted: number };
      if (accepted !== of) throw new Error(`${accepted} of ${of} events were taken: ${body.slice(0, 300)}`);
      taken += of;
      return;
    }
    if (status !== 429) throw new Error(`the server answered ${status}: ${body.slice(0, 300)}`);
    await sleep(RETRY_MS);
  }
}
