import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skipValue } from '../../../../src/events/scan/skip-value.js';

/** With zeros behind, as a loaded record has. */
const bytesOf = (text: string) => Uint8Array.from([...Buffer.from(text), 0, 0, 0, 0, 0, 0, 0, 0]);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('skipping a value', () => {
  it('ends behind any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 1, 3), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(skipValue(bytesOf(`${text},`), 0)).toBe(Buffer.byteLength(text));
      }),
      { numRuns: 300 },
    );
  });

  it('takes the whole of a text for a value only where JSON.parse does', () => {
    const token = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"\\n"', '"\\x"', '"\\u00e9"', '"\\u0g00"', '"', '1', '-0.5e+3', '01', '-', '1.', 'true', 'nul', 'null', ' ', '\n', '\u0001', 'é'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(token, { minLength: 1, maxLength: 9 }), (tokens) => {
        const text = tokens.join('').trim();
        const whole = text !== '' && skipValue(bytesOf(text), 0) === Buffer.byteLength(text);
        if (whole !== isJson(text)) expect([text, whole]).toEqual([text, isJson(text)]);
      }),
      { numRuns: 3000 },
    );
  });

  it('leaves deep nesting to others', () => {
    const nested = (depth: number) => bytesOf('['.repeat(depth) + ']'.repeat(depth));
    expect(skipValue(nested(32), 0)).toBe(64);
    expect(skipValue(nested(100_000), 0)).toBe(-1);
  });
});
