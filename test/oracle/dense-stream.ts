import { seededRandom } from '../../detectors/random.js';
import { HOUR, MINUTE, Stream, Writer } from './streams.js';

const PARTITIONS = 3;
const ROWS = 1500;

/**
 * One busy model for two hours: more different values than a histogram has bins, several categories in one bucket, sums over
 * many orders of magnitude. Regression, so that errors are distributed as well.
 */
export function denseStream(seed: number): Stream {
  const random = seededRandom(seed);
  const writer = new Writer();
  const begin = Date.UTC(2024, 4, 1);
  for (let i = 0; i < ROWS; i++) {
    const time = begin + Math.floor((i / ROWS) * 2 * HOUR);
    const partition = Math.floor(random() * PARTITIONS);
    const value = 1000 * random();
    const head = { id: `row-${i}`, model: 'dense' };
    const features = {
      wild: (random() - 0.5) * 10 ** Math.floor(600 * random() - 300),
      narrow: 273 + 40 * random(),
      year: 1990 + Math.floor(30 * random()),
      // A quarter of a million names in 4,096 buckets.
      user: `user-${Math.floor(250_000 * random())}`,
    };
    const prediction = {
      ...head,
      version: '1',
      time,
      features,
      prediction: value,
      latencyMs: 100 * random(),
    };
    const outcome = {
      ...head,
      time: time + Math.floor(random() * 10 * MINUTE),
      outcome: value + random() - 0.5,
    };
    writer.write('predictions', partition, Buffer.from(JSON.stringify(prediction)), time);
    writer.write('outcomes', partition, Buffer.from(JSON.stringify(outcome)), outcome.time);
  }
  for (const topic of ['predictions', 'outcomes'] as const)
    for (let partition = 0; partition < PARTITIONS; partition++)
      writer.write(
        topic,
        partition,
        Buffer.from(JSON.stringify({ kind: 'end', model: 'dense', time: begin })),
        begin + 3 * HOUR,
      );
  return new Stream(PARTITIONS, writer.records, true);
}
