import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decompressLz4 } from '../../../../../src/log/kafka/codecs/lz4.js';
import { decompressSnappy } from '../../../../../src/log/kafka/codecs/snappy.js';
import { loadZstd } from '../../../../../src/log/kafka/codecs/zstd.js';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('snappy', () => {
  it('reads literals and copies of every kind', () => {
    // 10 bytes: literal "ab", then a copy of 8 from 2 back, which is part of itself.
    expect(decompressSnappy(hex('0a 04 6162 11 02')).toString()).toBe('ababababab');
    expect(decompressSnappy(hex('0a 04 6162 1e 0200')).toString()).toBe('ababababab');
    expect(decompressSnappy(hex('0a 04 6162 1f 02000000')).toString()).toBe('ababababab');
  });

  it('reads a literal whose length takes bytes of its own', () => {
    const text = 'x'.repeat(300);
    const block = Buffer.concat([hex('ac02 f4 2b01'), Buffer.from(text)]);
    expect(decompressSnappy(block).toString()).toBe(text);
  });

  it("reads the frames of Kafka's own producer", () => {
    const header = hex('82 534e41505059 00 00000001 00000001');
    const block = hex('0a 04 6162 11 02');
    const framed = Buffer.concat([header, hex('00000006'), block, hex('00000006'), block]);
    expect(decompressSnappy(framed).toString()).toBe('ab'.repeat(10));
  });

  it.each([
    ['nothing', ''],
    ['a literal beyond the end', '0a 20 61'],
    ['a copy from before the beginning', '0a 04 6162 11 03'],
    ['less than it claims', '0b 04 6162 11 02'],
    ['more than it claims', '09 04 6162 11 02'],
    ['a claim of gigabytes', 'ffffffff0f 04 6162'],
    ['half a frame', '82534e4150505900 00000001 00000001 00000006 0a04'],
  ])('refuses %s', (_, text) => {
    expect(() => decompressSnappy(hex(text))).toThrow(/snappy data are damaged: the batch/);
  });
});

describe('LZ4', () => {
  const frame = (...blocks: string[]): Buffer => hex(`04224d18 60 40 82 ${blocks.join(' ')} 00000000`);

  it('reads literals, copies and blocks that are not compressed', () => {
    // One literal of 1, a copy of 4 + 5 from 1 back, then the last literals "bc".
    expect(decompressLz4(frame('07000000 15 61 0100 20 6263')).toString()).toBe('aaaaaaaaaabc');
    expect(decompressLz4(frame('02000080 6869')).toString()).toBe('hi');
  });

  it('reads lengths beyond the nibble, and blocks that refer to the one before', () => {
    const long = Buffer.from('y'.repeat(15 + 255 + 2)).toString('hex');
    expect(decompressLz4(frame(`13010000 f0 ff02 ${long}`))).toHaveLength(272);
    expect(decompressLz4(frame('02000080 6869', '05000000 01 0200 10 21')).toString()).toBe('hihihih!');
  });

  it('reads one frame behind the other, checksums and sizes skipped', () => {
    const first = hex('04224d18 7c 40 0200000000000000 00 02000080 6869 aaaaaaaa 00000000 bbbbbbbb');
    expect(decompressLz4(Buffer.concat([first, frame('01000080 21')])).toString()).toBe('hi!');
  });

  it.each([
    ['another magic', '04224d19 60 40 82 00000000'],
    ['another version', '04224d18 a0 40 82 00000000'],
    ['a frame without an end', '04224d18 60 40 82'],
    ['a block beyond the end', '04224d18 60 40 82 ff000000 00'],
    ['a copy from before the beginning', '04224d18 60 40 82 07000000 15 61 0200 20 6263 00000000'],
  ])('refuses %s', (_, text) => {
    expect(() => decompressLz4(hex(text))).toThrow(/lz4 data are damaged: the batch/);
  });
});

it('whatever comes, it ends: with bytes or with an error that says that they are damaged', () => {
  const prefixes = [Buffer.alloc(0), hex('82534e4150505900 00000001 00000001'), hex('04224d18 60 40 82')];
  fc.assert(
    fc.property(fc.constantFrom(...prefixes), fc.uint8Array({ maxLength: 300 }), (prefix, bytes) => {
      const data = Buffer.concat([prefix, bytes]);
      for (const read of [decompressSnappy, decompressLz4]) {
        try {
          expect(read(data)).toBeInstanceOf(Buffer);
        } catch (error) {
          expect((error as Error).message).toMatch(/data are damaged/);
        }
      }
    }),
    { numRuns: 500 },
  );
});

describe('zstd', () => {
  it('uses what Node has', async () => {
    const decompress = await loadZstd((data, done) => done(null, Buffer.from(`${data.toString()}!`)));
    expect((await decompress(Buffer.from('hi'))).toString()).toBe('hi!');
  });

  it('falls back to fzstd', async () => {
    const decompress = await loadZstd(null, (name) =>
      Promise.resolve({ decompress: (data: Uint8Array) => Buffer.from(`${name} of ${data.length}`) }),
    );
    expect((await decompress(Buffer.from('hi'))).toString()).toBe('fzstd of 2');
  });

  it('says what is needed where there is neither', async () => {
    await expect(loadZstd(null, () => Promise.reject(new Error('not found')))).rejects.toThrow(
      /need Node 22\.15 or newer, or the package fzstd \(npm install fzstd\)/,
    );
  });
});
