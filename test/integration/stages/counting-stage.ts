/** A tiny stage over two co-partitioned topics: remembers how often it has seen each record, and says so for each. */
import { deserialize, serialize } from 'node:v8';
import type { PureStage } from '../../../consumers/runtime/stage.js';
import type { EventLog, LogRecord } from '../../../src/log/port.js';
import { readAll, spec } from '../../contract/event-log/fixture.js';

export interface Counts {
  /** Times seen, by text. */
  seen: Record<string, number>;
  /** By topic: an order inside of it. */
  last: Record<string, string>;
}

export const counting: PureStage<Counts> = {
  empty: () => ({ seen: {}, last: {} }),
  step: (state, records) =>
    records.map((record) => {
      const text = (record.value as Buffer).toString();
      state.seen[text] = (state.seen[text] ?? 0) + 1;
      state.last[record.topic] = text;
      return {
        topic: 'out',
        partition: record.partition,
        key: text,
        value: Buffer.from(`${text} ${state.seen[text]}`),
      };
    }),
  encode: (state) => serialize(state),
  decode: (bytes) => deserialize(bytes) as Counts,
};

export async function makeTopics(log: EventLog, more: readonly string[] = []): Promise<void> {
  await log.ensureTopics([
    ...['left', 'right', 'out', ...more].map((name) => spec(name)),
    spec('state', { cleanup: 'compact', maxRecordBytes: 2 ** 21 }),
  ]);
}

/** `l0..` into the one topic, `r0..` into the other; one record an append. */
export async function fill(log: EventLog, each: number, from = 0): Promise<string[]> {
  const texts: string[] = [];
  for (let i = from; i < from + each; i++) {
    for (const topic of ['left', 'right'] as const) {
      texts.push(`${topic[0]}${i}`);
      await log.append([{ topic, partition: 0, key: null, value: Buffer.from(`${topic[0]}${i}`) }]);
    }
  }
  return texts.sort();
}

export async function outputs(log: EventLog): Promise<string[]> {
  return (await readAll(log, 'out')).map(({ value }) => (value as Buffer).toString()).sort();
}

export function textOf(record: LogRecord): string {
  return (record.value as Buffer).toString();
}
