import * as fc from 'fast-check';

/** Finite values at the corners of float64: zeros, subnormals, extremes, the edge of exact integers. */
const CORNERS = [
  0, -0, 5e-324, -5e-324, 2.2250738585072014e-308, -1e-310, 1e308, -1e308, Number.MAX_VALUE, -Number.MAX_VALUE,
  2 ** 53, 2 ** 53 + 2, -(2 ** 53), 2 ** 900, -(2 ** 900), 2 ** 899, 2 ** 847, 1, -1, 0.1, -0.3, 1e-9, 1 + 2 ** -52, 2 ** 21 + 0.5,
]; // prettier-ignore

export const finite: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(...CORNERS),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, min: -1000, max: 1000 }),
  fc.integer({ min: -40, max: 40 }),
);

export const anyNumber: fc.Arbitrary<number> = fc.oneof(
  { arbitrary: finite, weight: 9 },
  { arbitrary: fc.constantFrom(NaN, Infinity, -Infinity), weight: 1 },
);

/** Any UTF-16, lone surrogates included. */
export const anyText = (maxLength = 20): fc.Arbitrary<string> =>
  fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength });

/** Names that break naive code: of `Object.prototype`, empty, with separators, beyond the BMP, long. */
export const wildName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('a', 'b', '1', '01', '__proto__', 'constructor', 'toString', 'a\tb', 'a=b', '😀', '\ud83d', 'x'.repeat(80)),
  anyText(6),
); // prettier-ignore

export const anyFeatureValue = fc.oneof(anyNumber, wildName, fc.boolean(), fc.constant(null));
