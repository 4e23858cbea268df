import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringHash } from '../../../../src/aggregates/string-hash.js';
import { emptyRecordText, loadRecord } from '../../../../src/events/scan/record-text.js';
import { emptyTextDictionary, lookUpText, readText } from '../../../../src/events/scan/text-dictionary.js';
import { anyText } from '../../aggregates/arbitrary.js';

const record = emptyRecordText();

function reader() {
  const d = emptyTextDictionary();
  return {
    /** Of a text as it is written between quotes, with something before and behind it. */
    read: (written: string): { text: string; hash: number } | null => {
      const source = Buffer.from(`: "${written}", "x"`);
      loadRecord(record, source);
      const end = readText(d, record, source, 3);
      if (end === -1) return null;
      if (end !== source.length - 5) throw new Error(`${written} ends at ${end}`);
      return { text: d.text, hash: d.hash >>> 0 };
    },
    lookUp: (text: string) => {
      lookUpText(d, text);
      return { text: d.text, hash: d.hash >>> 0 };
    },
  };
}

const spelt = (text: string) => JSON.stringify(text).slice(1, -1);

describe('the dictionary of texts', () => {
  it('gives each text and its hash, the first time and every other', () => {
    const { read, lookUp } = reader();
    const words = fc.oneof(
      anyText(12),
      fc.string({ maxLength: 80 }),
      fc.constantFrom('a', 'b', 'north', 'né'),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), fc.boolean(), (texts, bySpelling) => {
        for (const text of [...texts, ...texts]) {
          const got = bySpelling ? read(spelt(text)) : lookUp(text);
          if (got?.text !== text || got.hash !== stringHash(text)) expect([text, got]).toBe('itself');
        }
      }),
      { numRuns: 200 },
    );
  });

  it('forgets what is too much, and is right all the while', () => {
    const { read, lookUp } = reader();
    for (let i = 0; i < 12_000; i++) {
      const text = `id-${i}`;
      // Twice, so that it enters.
      for (let j = 0; j < 2; j++) {
        const got = i % 3 === 0 ? lookUp(text) : read(text);
        if (got?.text !== text || got.hash !== stringHash(text)) expect([text, got]).toBe('itself');
      }
      if (i % 100 === 0) expect(read('always')).toEqual({ text: 'always', hash: stringHash('always') });
    }
  });

  it('tells spellings apart that have the same hash of their words', () => {
    const { read } = reader();
    for (let i = 0; i < 3; i++) {
      for (const text of ['erfndgxo', 'ebqwdoxc', 'kfatpgsa', 'kfagpmsd', 'lnvvilcg', 'oluyfqml']) {
        expect(read(text)).toEqual({ text, hash: stringHash(text) });
      }
    }
  });

  it('tells spellings apart that begin alike', () => {
    const { read } = reader();
    const texts = ['', 'a', 'ab', 'abc', 'abcd', 'abcde', 'abcdefgh', 'abcdefg', 'abcdefgi', 'bbcd', 'abce'];
    for (const text of [...texts, ...texts, ...texts]) expect(read(text)?.text).toBe(text);
  });

  it('is one text however it is spelt', () => {
    const { read, lookUp } = reader();
    for (let i = 0; i < 3; i++) {
      for (const written of ['café', 'caf\\u00e9', '\\u0063afé']) expect(read(written)?.text).toBe('café');
    }
    expect(lookUp('café').hash).toBe(stringHash('café'));
  });

  it('refuses what JSON refuses', () => {
    const { read } = reader();
    for (const written of ['\\x', '\\u12', '\\u12g4', 'a\tb', 'a\nb', '\u0000', 'abcdefgh\u001f']) {
      for (let i = 0; i < 3; i++) expect([written, read(written)]).toEqual([written, null]);
    }
  });

  it('reads bytes that are no UTF-8 as they are decoded', () => {
    const d = emptyTextDictionary();
    for (const bytes of [[0xff], [0x61, 0xc3], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0x80, 0x80]]) {
      const source = Buffer.from([0x22, ...bytes, 0x22]);
      for (let i = 0; i < 3; i++) {
        loadRecord(record, source);
        expect(readText(d, record, source, 1)).toBe(source.length);
        expect(d.text).toBe(JSON.parse(source.toString('utf8')));
      }
    }
  });
});
