import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keySeed, writeKey } from '../../../../src/events/rows/event-key.js';
import { writeWtf8 } from '../../../../src/events/rows/wtf8.js';
import { anyText } from '../../aggregates/arbitrary.js';

function keyOf(model: string, id: string): string {
  const key = new Uint32Array(4);
  writeKey(keySeed(model), id, key);
  return key.join(' ');
}

function wtf8(text: string): number[] {
  const bytes = new Uint8Array(3 * text.length);
  return [...bytes.subarray(0, writeWtf8(text, bytes))];
}

describe('WTF-8', () => {
  it('is UTF-8 where a text is well-formed', () => {
    fc.assert(
      fc.property(
        anyText(30).map((text) => Buffer.from(text).toString()),
        (text) => {
          expect(wtf8(text)).toEqual([...new TextEncoder().encode(text)]);
        },
      ),
    );
  });

  it('keeps lone surrogates, each as three bytes', () => {
    expect(wtf8('\ud83d')).toEqual([0xed, 0xa0, 0xbd]);
    expect(wtf8('a\ude00\ud83d')).toEqual([0x61, 0xed, 0xb8, 0x80, 0xed, 0xa0, 0xbd]);
  });

  it('is different for different texts', () => {
    fc.assert(
      fc.property(anyText(4), anyText(4), (a, b) => {
        expect(wtf8(a).join(' ') === wtf8(b).join(' ')).toBe(a === b);
      }),
    );
  });
});

describe('the key of an event', () => {
  it('has not changed: snapshots of the join and sampling depend on it', () => {
    expect([
      keyOf('m', 'a'),
      keyOf('fraud', '8f14e45f-ceea-467f-9575-0c9d2bd5a3f1'),
      keyOf('Modèle', '😀\ud83d'),
    ]).toMatchInlineSnapshot(`
        [
          "2488747439 3889339425 3889339425 3889339425",
          "22976995 1812720764 273505756 672830994",
          "2527537387 3771738808 806762498 806762498",
        ]
      `);
  });

  it('is another for another model or id', () => {
    const texts = ['a', 'b', 'ab', '', '\ud83d', '\ufffd', 'x'.repeat(512), 'x'.repeat(511)];
    const keys = texts.flatMap((model) => texts.map((id) => keyOf(model, id)));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('spreads ids that count up over all words', () => {
    // Of 4,096 balls in 4,096 boxes 1/e stay empty: 1,507 with a standard deviation of about 20.
    const seed = keySeed('m');
    const key = new Uint32Array(4);
    const low = Array.from({ length: 4 }, () => new Set<number>());
    const high = Array.from({ length: 4 }, () => new Set<number>());
    for (let i = 0; i < 4096; i++) {
      writeKey(seed, `f-${i}`, key);
      key.forEach((word, lane) => {
        low[lane]?.add(word & 4095);
        high[lane]?.add(word >>> 20);
      });
    }
    for (const boxes of [...low, ...high]) expect(Math.abs(4096 - boxes.size - 1507)).toBeLessThan(120);
  });
});
