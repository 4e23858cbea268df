/** The newest events of the log as a sample. */
import type { LogReader } from '../../log/port.js';
import { toOffset } from '../../log/port.js';
import type { Sample } from './sample.js';

/** @param rows at most so many of each topic, the newest of each partition */
export async function readTopics(
  log: LogReader,
  partitions: number,
  rows: number,
  sample: Sample,
): Promise<void> {
  const ofEach = Math.ceil(rows / partitions);
  for (const topic of ['predictions', 'outcomes'] as const) {
    for (let partition = 0; partition < partitions; partition++) {
      const { first, next } = await log.range(topic, partition);
      const from = toOffset(Math.max(first, next - ofEach));
      await log.read(topic, partition, from, next, (records) => {
        for (const { value, offset } of records) {
          const where = `${topic}[${partition}] at offset ${offset}`;
          if (value === null) sample.refuse(`${where}: it is empty`);
          else sample.take(topic, value.toString('utf8'), where, `[${partition}]`);
        }
      });
    }
  }
}
