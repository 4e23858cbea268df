import * as fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { murmur2, partitionOf } from '../../../src/log/partitioner.js';

describe('murmur2', () => {
  // From Apache Kafka's own test of `Utils.murmur2`.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is what Kafka has', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });
});

describe('partitionOf', () => {
  const kafkajs = Partitioners.DefaultPartitioner();
  const partitionMetadata = (partitions: number) =>
    Array.from({ length: partitions }, (_, partitionId) => ({
      partitionId,
      leader: 1,
      partitionErrorCode: 0,
      replicas: [1],
      isr: [1],
    }));

  it("agrees with kafkajs's default partitioner for every key", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 24 }),
        (key, partitions) => {
          const message = { key, value: null };
          expect(partitionOf(key, partitions)).toBe(
            kafkajs({ topic: 't', partitionMetadata: partitionMetadata(partitions), message }),
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('hashes long keys, beyond its scratch memory, the same way', () => {
    for (const length of [340, 341, 342, 343, 1_024, 5_000]) {
      const key = '鍵'.repeat(length);
      expect(partitionOf(key, 1_000)).toBe((murmur2(Buffer.from(key)) & 0x7fffffff) % 1_000);
    }
  });

  it('puts records without a key into partition 0', () => {
    expect(partitionOf(null, 7)).toBe(0);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %s partitions', (partitions) => {
    expect(() => partitionOf('a', partitions)).toThrow(/at least one partition/);
  });
});
