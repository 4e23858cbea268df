import type { NewRecord } from '../../src/log/port.js';
import { topicSpecs } from '../../src/topology.js';
import { openLog, type LegTask, type Measured } from './leg-task.js';
import { workload } from './workload.js';

const RECORDS_AN_APPEND = 5_000;

/** Creates all topics and appends the workload, its end markers last. */
export async function loadBacklog(task: LegTask): Promise<Measured> {
  const began = performance.now();
  const log = await openLog(task);
  try {
    await log.ensureTopics(topicSpecs(task.partitions));
    const startUpSeconds = (performance.now() - began) / 1000;
    let [events, bytes] = [0, 0];
    let batch: NewRecord[] = [];
    for (const { kind, key, json } of workload(task)) {
      const value = Buffer.from(json);
      if (kind === 'end') {
        for (const topic of ['predictions', 'outcomes']) {
          for (let partition = 0; partition < task.partitions; partition++)
            batch.push({ topic, partition, key, value });
        }
        continue;
      }
      events++;
      bytes += value.length;
      batch.push({ topic: kind === 'prediction' ? 'predictions' : 'outcomes', key, value });
      if (batch.length < RECORDS_AN_APPEND) continue;
      await log.append(batch);
      batch = [];
    }
    await log.append(batch);
    return { events, bytes, startUpSeconds, seconds: (performance.now() - began) / 1000 - startUpSeconds };
  } finally {
    await log.close();
  }
}
