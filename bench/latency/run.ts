import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { widthName } from '../../consumers/evaluator/width-name.js';
import type { KafkaPlace } from '../path/leg-task.js';
import { quantile } from '../performance/figures.js';
import { LegProcess } from '../performance/leg-process.js';
import type { Use } from '../performance/process-use.js';
import { listen, type Arrivals } from './arrivals.js';
import { delaysOf } from './delays.js';
import type { PacedAsks, PacedResult, PacedTask, SystemAsks, SystemTask } from './tasks.js';

export interface LatencySize extends Omit<PacedTask, 'port' | 'kcat'> {
  /** On Kafka: events do not go through HTTP. */
  readonly straight: boolean;
  readonly partitions: number;
  readonly pane: number;
  readonly grace: number;
  /** Records appended in the first so many seconds are not counted: programs warm up. */
  readonly warmUp: number;
}

export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

export interface LatencyRun {
  /** From a record's append to the total that has it, ms. */
  readonly shown: Spread;
  /** From a pane's end to its values, ms; the grace is part of it. Null where no pane ended in time. */
  readonly verdict: Spread | null;
  readonly sent: PacedResult;
  readonly use: Use;
}

export async function runLatency(
  size: LatencySize,
  kafka: KafkaPlace | null,
  folder: string,
): Promise<LatencyRun> {
  const { partitions, pane, grace, warmUp, straight, ...paced } = size;
  const data = mkdtempSync(join(folder, 'latency-'));
  const appendTimes = join(data, 'append-times.f64');
  const task: SystemTask = { data, partitions, kafka, pane, grace, appendTimes };
  const system = new LegProcess<SystemAsks>(new URL('system.js', import.meta.url), task, 'Leeway');
  let sender: LegProcess<PacedAsks> | null = null;
  let arrivals: Arrivals | null = null;
  try {
    const port = await system.ask('start');
    arrivals = await listen(port, widthName(pane));
    const load: PacedTask = { ...paced, port, kcat: straight ? kafka : null };
    sender = new LegProcess<PacedAsks>(new URL('sender.js', import.meta.url), load, 'the sender', [
      '--max-semi-space-size=64',
    ]);
    await sender.ask('prepare');
    const sent = await sender.finish('send');
    await arrivals.until(sent.accepted);
    arrivals.close();
    const use = await system.finish('stop');
    const from = sent.began + warmUp * 1000;
    const bytes = readFileSync(appendTimes);
    const times = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    if (times.length !== sent.accepted) {
      throw new Error(`${sent.accepted} events were accepted and ${times.length} are in the log`);
    }
    const delays = delaysOf(times, arrivals.totals)
      .filter(({ appendedAt }) => appendedAt >= from)
      .map(({ delay }) => delay);
    const verdicts = arrivals.verdicts.filter(({ end }) => end >= from).map(({ at, end }) => at - end);
    return { shown: spreadOf(delays), verdict: verdicts.length > 0 ? spreadOf(verdicts) : null, sent, use };
  } finally {
    arrivals?.close();
    sender?.kill();
    system.kill();
    rmSync(data, { recursive: true, force: true });
  }
}

function spreadOf(values: readonly number[]): Spread {
  return {
    count: values.length,
    p50: quantile(values, 0.5),
    p99: quantile(values, 0.99),
    most: quantile(values, 1),
  };
}
