import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { inRounds, recordBytes } from '../../../../src/log/kafka/records.js';
import type { TopicFacts } from '../../../../src/log/kafka/topic-catalog.js';
import type { NewRecord } from '../../../../src/log/port.js';

const facts: TopicFacts = { partitions: 3, compacted: false, maxRecordBytes: 5_000, maxBatchBytes: 10_000 };
const rounds = (
  records: readonly NewRecord[],
  changes: Partial<TopicFacts> = {},
): ReturnType<typeof inRounds> =>
  inRounds(
    records,
    () => ({ ...facts, ...changes }),
    (topic) => `prefix-${topic}`,
  );
const record = (partition: number, text: string): NewRecord => ({
  topic: 't',
  key: 'k',
  value: Buffer.from(text),
  partition,
});

describe('inRounds', () => {
  it('keeps every record once and in order, and every batch below what the broker takes', () => {
    const anyRecord = fc
      .record({ partition: fc.integer({ min: 0, max: 2 }), bytes: fc.integer({ min: 0, max: 4_900 }) })
      .map(({ partition, bytes }) => record(partition, 'x'.repeat(bytes)));
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 40 }), (records) => {
        const sent = new Map<number, unknown[]>([0, 1, 2].map((partition) => [partition, []]));
        for (const round of rounds(records)) {
          const seen = new Set<number>();
          for (const { topic, messages } of round) {
            expect(topic).toBe('prefix-t');
            const partition = messages[0]?.partition ?? -1;
            expect(seen.has(partition)).toBe(false);
            seen.add(partition);
            let bytes = 0;
            for (const message of messages) {
              expect(message.partition).toBe(partition);
              bytes += (message.value?.length ?? 0) + 64;
              sent.get(partition)?.push(message.value);
            }
            expect(bytes).toBeLessThanOrEqual(10_000);
          }
        }
        for (const [partition, values] of sent) {
          // As text: comparing buffers byte by byte takes a hundred times as long.
          const expected = records.filter((r) => r.partition === partition);
          expect(values.map(String)).toEqual(expected.map(({ value }) => String(value)));
        }
      }),
    );
  });

  it("limits a batch's records: kafkajs copies them once for each", () => {
    const many = Array.from({ length: 2_500 }, () => record(1, ''));
    const sizes = rounds(many, { maxBatchBytes: 10_000_000 }).map((round) => round[0]?.messages.length);
    expect(sizes).toEqual([1_000, 1_000, 500]);
  });

  it('refuses before anything is sent: too large, no such partition, no key in a compacted topic', () => {
    expect(() => rounds([record(0, 'ok'), record(0, 'x'.repeat(5_000))])).toThrow(
      /t: .*5001 bytes.*5000 bytes/,
    );
    expect(() => rounds([record(3, 'x')])).toThrow(/3 partitions.*no partition 3/);
    expect(() => rounds([{ ...record(0, 'x'), key: null }], { compacted: true })).toThrow(/needs a key/);
  });
});

describe('recordBytes', () => {
  it('counts UTF-8 bytes of key, value and headers', () => {
    const one = { topic: 't', key: 'é', value: Buffer.from('abc'), headers: { h: '鍵' } };
    expect(recordBytes(one)).toBe(2 + 3 + 1 + 3);
    expect(recordBytes({ topic: 't', key: null, value: null })).toBe(0);
  });
});
