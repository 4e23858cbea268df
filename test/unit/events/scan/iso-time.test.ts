import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readIsoTime } from '../../../../src/events/scan/iso-time.js';
import { emptyRecordText, loadRecord } from '../../../../src/events/scan/record-text.js';
import { parseTime } from '../../../../src/events/time.js';

const record = emptyRecordText();
const last = { date: 0, midnight: 0 };
const out = new Float64Array(1);

function read(text: string): number | null {
  const source = Buffer.from(`"${text}","x":1}`);
  loadRecord(record, source);
  return readIsoTime(record, source, 1, 1 + text.length, last, out, 0) ? (out[0] as number) : null;
}

const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
const year = fc.oneof(fc.integer({ min: 1998, max: 2030 }), fc.integer({ min: 0, max: 9999 }));
const time = fc
  .tuple(
    year.map((n) => String(n).padStart(4, '0')),
    two(14),
    two(33),
    two(25),
    two(61),
    fc.option(two(61), { nil: undefined }),
    fc.option(fc.stringMatching(/^\d{0,11}$/), { nil: undefined }),
    fc.oneof(
      fc.constantFrom('Z', '+00:00', '-00:00', '+0100', '', 'z', '+1:00', 'ZZ'),
      fc.tuple(fc.constantFrom('+', '-'), two(25), two(61)).map(([sign, h, m]) => `${sign}${h}:${m}`),
    ),
  )
  .map(([y, mo, d, h, mi, s, f, zone]) => `${y}-${mo}-${d}T${h}:${mi}${s === undefined ? '' : `:${s}${f === undefined ? '' : `.${f}`}`}${zone}`); // prettier-ignore

describe('a time in ISO 8601', () => {
  it('is what parseTime reads', () => {
    fc.assert(
      fc.property(time, (text) => {
        if (read(text) !== parseTime(text)) expect([text, read(text)]).toEqual([text, parseTime(text)]);
      }),
      { numRuns: 4000 },
    );
  });

  it('is that of its day, whatever day came before', () => {
    for (const text of [
      '2024-02-29T23:59:59.999Z',
      '2024-03-01T00:00:00Z',
      '2023-02-29T00:00:00Z',
      '2023-02-28T00:00:00Z',
      '2000-12-31T00:00:00-12:00',
      '1969-07-20T20:17:40Z',
      '0099-01-01T00:00:00Z',
      '1000-01-01T00:00:00Z',
      '2001-02-22T24:00:00Z',
      '2001-02-22',
      '',
    ]) {
      expect([text, read(text)]).toEqual([text, parseTime(text)]);
    }
  });

  it('is not changed by one byte of it', () => {
    fc.assert(
      fc.property(fc.nat(24), fc.integer({ min: 0x20, max: 0x7e }), (at, byte) => {
        const good = '2001-02-22T09:00:00.123Z';
        const text = `${good.slice(0, at)}${String.fromCharCode(byte)}${good.slice(at + 1)}`.replaceAll(
          /["\\]/g,
          'x',
        );
        if (read(text) !== parseTime(text)) expect([text, read(text)]).toEqual([text, parseTime(text)]);
      }),
      { numRuns: 2000 },
    );
  });
});
