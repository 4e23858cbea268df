import { describe, expect, it } from 'vitest';

import { partitionOf } from '../../../src/log/partitioner.js';
import { toOffset, type LogRecord } from '../../../src/log/port.js';
import { keyFault, SourceKeys } from '../../../src/log/source-keys.js';

const PARTITIONS = 4;

/** IEEE CRC-32, as librdkafka's `consistent` partitioner uses it. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

interface Placing {
  readonly key?: (id: string) => string | null;
  readonly partition?: (id: string) => number;
}

function records(count: number, placing: Placing = {}, from = 0): LogRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const id = `p-${from + i}`;
    return {
      topic: 'predictions',
      partition: placing.partition?.(id) ?? partitionOf(id, PARTITIONS),
      offset: toOffset(from + i),
      key: placing.key ? placing.key(id) : id,
      value: Buffer.from(JSON.stringify({ id })),
      headers: {},
      appendedAt: 0,
    };
  });
}

const idOf = (value: Buffer): string | undefined => (JSON.parse(value.toString()) as { id?: string }).id;

function looking(partitions = PARTITIONS): { keys: SourceKeys; heard: string[] } {
  const heard: string[] = [];
  return { keys: new SourceKeys(partitions, idOf, (problem) => heard.push(problem)), heard };
}

it("knows librdkafka's checksum", () => {
  expect(crc32('123456789')).toBe(0xcbf43926);
});

describe('keyFault', () => {
  it.each([
    ['p-1', partitionOf('p-1', PARTITIONS), null],
    ['p-1', (partitionOf('p-1', PARTITIONS) + 1) % PARTITIONS, 'another partition'],
    [null, 0, 'no key'],
    ['customer-7', partitionOf('customer-7', PARTITIONS), 'another key'],
  ] as const)('key %j in partition %i: %s', (key, partition, fault) => {
    expect(keyFault({ key, partition }, 'p-1', PARTITIONS)).toBe(fault);
  });
});

describe('SourceKeys', () => {
  it('has nothing to say about records in their places, end markers and what has no id', () => {
    const { keys, heard } = looking();
    keys.look(records(1_000));
    const end = { ...(records(1)[0] as LogRecord), key: null, value: Buffer.from('{"kind":"end"}') };
    keys.look([end, { ...end, value: null }]);
    expect(keys.problems()).toEqual([]);
    expect(heard).toEqual([]);
  });

  it('finds CRC32 in the first batch and says what to set', () => {
    const { keys, heard } = looking();
    keys.look(records(1_000, { partition: (id) => crc32(id) % PARTITIONS }));
    expect(heard).toHaveLength(1);
    expect(keys.problems()[0]).toMatch(
      /sampled records of predictions .*another partition; e\.g\. offset \d+ .*partitioner=murmur2_random in librdkafka/,
    );
  });

  it('finds keys that are not the id, and records without any', () => {
    const { keys } = looking();
    keys.look(
      records(20, { key: () => 'customer-7', partition: () => partitionOf('customer-7', PARTITIONS) }),
    );
    expect(keys.problems()[0]).toMatch(
      /another key.*key "customer-7", id "p-\d+".*the very text of the field id/,
    );
    const { keys: keyless } = looking();
    keyless.look(records(20, { key: () => null, partition: (id) => Number(id.slice(2)) % PARTITIONS }));
    expect(keyless.problems()[0]).toMatch(/no key.*give each record its prediction's id as the key/);
  });

  it('is reported once, forgotten when the producer is mended, and reported again when it comes back', () => {
    const { keys, heard } = looking();
    const foreign = { partition: (id: string) => crc32(id) % PARTITIONS };
    for (let i = 0; i < 5; i++) keys.look(records(100, foreign, 100 * i));
    expect(heard).toHaveLength(1);
    for (let i = 0; i < 40; i++) keys.look(records(100, {}, 1_000 + 100 * i));
    expect(keys.problems()).toEqual([]);
    keys.look(records(100, foreign, 9_000));
    expect(heard).toHaveLength(2);
  });

  it('does not mind where there is one partition only', () => {
    const { keys } = looking(1);
    keys.look(records(10, { key: () => null, partition: () => 0 }));
    expect(keys.problems()).toEqual([]);
  });

  it('looks before the stage does, and hands everything on', async () => {
    const { keys, heard } = looking();
    const order: string[] = [];
    const opened = await keys.watch(() =>
      Promise.resolve({
        positions: {},
        process: (batch: readonly LogRecord[], _unread: Readonly<Record<string, number>>) => {
          order.push(`${heard.length} heard, ${batch.length} processed`);
          return Promise.resolve();
        },
        close: () => Promise.resolve(),
        measure: () => 'kept',
      }),
    )({} as never);
    await opened.process(records(50, { partition: (id) => crc32(id) % PARTITIONS }), {});
    expect(order).toEqual(['1 heard, 50 processed']);
    expect(opened.measure()).toBe('kept');
  });
});
