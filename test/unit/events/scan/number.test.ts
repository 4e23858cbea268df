import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readNumber, readThirteenDigits } from '../../../../src/events/scan/number.js';
import { emptyRecordText, loadRecord } from '../../../../src/events/scan/record-text.js';
import { finite } from '../../aggregates/arbitrary.js';

const record = emptyRecordText();
const out = new Float64Array(1);

/** The number at the beginning of the text, and how much of the text it is; null where it is none. */
function read(text: string, behind = ','): { value: number; length: number } | null {
  const source = Buffer.from(text + behind);
  loadRecord(record, source);
  const end = readNumber(record, source, 0, out, 0);
  return end === -1 ? null : { value: out[0] as number, length: end };
}

function isSameAsJson(text: string): void {
  const value = JSON.parse(text) as number;
  const expected = Number.isFinite(value) ? { value, length: text.length } : null;
  for (const behind of [',', '}', ' ', '\n', ''])
    expect([text, read(text, behind)]).toEqual([text, expected]);
}

const digit = fc.nat(9).map(String);
const digits = (max: number) => fc.string({ unit: digit, minLength: 1, maxLength: max });
const written = fc
  .record({
    sign: fc.constantFrom('', '-'),
    whole: digits(22).map((text) => text.replace(/^0+(?=.)/, '')),
    decimals: fc.option(digits(24), { nil: undefined }),
    exponent: fc.option(fc.tuple(fc.constantFrom('e', 'E', 'e+', 'E-', 'e-'), digits(3)), { nil: undefined }),
  })
  .map(
    ({ sign, whole, decimals, exponent }) =>
      `${sign}${whole}${decimals === undefined ? '' : `.${decimals}`}${exponent?.join('') ?? ''}`,
  );

describe('a number', () => {
  it('is what JSON.parse reads, however it is written', () => {
    fc.assert(fc.property(written, isSameAsJson), { numRuns: 2000 });
  });

  it('is what was written, whatever the float', () => {
    fc.assert(
      fc.property(finite, (value) => isSameAsJson(JSON.stringify(value))),
      { numRuns: 1000 },
    );
  });

  it('between 0 and 1 in all its digits, as scores are', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (value) => isSameAsJson(String(value))),
      { numRuns: 2000 },
    );
  });

  it('in the middle of two floats, and beside it', () => {
    // 2^53 + 1 lies between two floats; so do these decimals of 17 digits or what comes near.
    for (const text of [
      '9007199254740993',
      '9007199254740993.0',
      '900719925474099.3e1',
      '9007199254740993.1',
      '0.50000000000000005551115123125783',
      '0.500000000000000055',
      '0.500000000000000056',
      '1.00000000000000011',
      '1.000000000000000111',
      '0.1000000000000000055',
      '4503599627370496.5',
      '4503599627370497.5',
      '45035996273704.965e2',
      '2251799813685248.25',
      '123456789012345678',
      '999999999999999999',
      '0.999999999999999999',
      '0.999999999999999944',
      '0.999999999999999945',
    ]) {
      isSameAsJson(text);
    }
  });

  it('at the ends of the range', () => {
    for (const text of [
      '-0',
      '0',
      '-0.0',
      '0e5',
      '1e308',
      '1e309',
      '-1e999',
      '5e-324',
      '2e-324',
      '1e-999',
      '0.0e-999',
    ]) {
      isSameAsJson(text);
    }
  });

  it('is none where JSON has none', () => {
    const none = ['', '-', '.5', '-.5', '1.', '-1.', '1.e5', '1e', '1e+', '01', '00', '-01', '0012', '01.5', '0000000000001', '+1', 'NaN', 'x', '1.5e', '123456789.', '1234567890e-', '00.1234567890123']; // prettier-ignore
    for (const text of none) {
      expect(() => JSON.parse(text) as unknown).toThrow();
      const got = read(text);
      // Or it ends before: what follows a number is checked by whoever reads on.
      if (got) expect([text, got.length]).not.toEqual([text, text.length]);
    }
  });
});

describe('thirteen digits', () => {
  it('are read as JSON.parse does, and nothing else is', () => {
    const read = (text: string) => {
      loadRecord(record, Buffer.from(text));
      return readThirteenDigits(record, 0, out, 0);
    };
    fc.assert(
      fc.property(fc.integer({ min: 1e12, max: 9999999999999 }), (time) => {
        expect(read(`${time},`)).toBe(13);
        expect(out[0]).toBe(time);
      }),
    );
    for (const text of [
      '173615040000,',
      '17361504000000,',
      '1736150400000.5,',
      '1736150400000e3,',
      '0736150400000,',
      '"736150400000",',
    ]) {
      expect(read(text)).toBe(-1);
    }
  });
});
