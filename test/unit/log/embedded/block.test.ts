import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendTimeOf, BlockReader, encodeBlock, measure } from '../../../../src/log/embedded/block.js';
import type { LogRecord } from '../../../../src/log/port.js';

const bytes = fc.uint8Array({ maxLength: 50 }).map((array) => Buffer.from(array));
const newRecord = fc.record({
  key: fc.option(fc.string({ unit: 'grapheme', maxLength: 100 })),
  value: fc.option(bytes),
  headers: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), { maxKeys: 3 }),
});

function decode(block: Buffer, first: number): LogRecord[] {
  const reader = new BlockReader('t', 3, first, block);
  const records: LogRecord[] = [];
  while (!reader.exhausted) records.push(reader.next());
  return records;
}

describe('blocks', () => {
  it('give back what was encoded, with consecutive offsets', () => {
    fc.assert(
      fc.property(
        fc.array(newRecord, { maxLength: 20 }),
        fc.integer({ min: 0, max: 2 ** 50 }),
        (records, first) => {
          const block = encodeBlock(
            records.map((record) => measure({ topic: 't', ...record })),
            1_234.5,
          );
          expect(appendTimeOf(block)).toBe(1_234.5);
          expect(decode(block, first)).toEqual(
            records.map((record, i) => ({
              topic: 't',
              partition: 3,
              offset: first + i,
              appendedAt: 1_234.5,
              key: record.key,
              value: record.value,
              headers: { ...record.headers },
            })),
          );
        },
      ),
    );
  });

  it('can be entered at any offset', () => {
    const texts = Array.from({ length: 10 }, (_, i) => `value ${i}`);
    const block = encodeBlock(
      texts.map((text, i) =>
        measure({
          topic: 't',
          key: i % 2 === 0 ? null : 'k',
          value: i === 4 ? null : Buffer.from(text),
          headers: i === 5 ? { h: 'x' } : {},
        }),
      ),
      0,
    );
    for (let offset = 100; offset < 110; offset++) {
      const reader = new BlockReader('t', 0, 100, block);
      reader.skipTo(offset);
      expect(reader.next()).toMatchObject({
        offset,
        value: offset === 104 ? null : Buffer.from(texts[offset - 100] ?? ''),
      });
    }
    const reader = new BlockReader('t', 0, 100, block);
    reader.skipTo(500);
    expect(reader.exhausted).toBe(true);
    expect(reader.offset).toBe(110);
    expect(() => reader.next()).toThrow(/past the end/);
  });

  it('count the bytes of key, value and headers', () => {
    expect(measure({ topic: 't', key: 'é', value: Buffer.alloc(5) }).bytes).toBe(7);
    expect(measure({ topic: 't', key: null, value: null, headers: {} }).bytes).toBe(0);
    expect(measure({ topic: 't', key: null, value: null, headers: { a: 'b' } }).bytes).toBe(9);
  });

  it('of a newer format are refused with the way out', () => {
    const block = encodeBlock([measure({ topic: 't', key: 'a', value: null })], 0);
    block.writeUInt8(9, 0);
    expect(() => new BlockReader('t', 0, 7, block)).toThrow(
      /topic t, partition 0, offset 7.*format 9.*newer one/,
    );
  });
});
