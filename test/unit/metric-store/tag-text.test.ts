import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTag, emptyTag, encodeTag } from '../../../src/metric-store/influx/tag-text.js';

describe('encodeTag', () => {
  it.each([
    ['region=north', 'region=north'],
    ['', '(none)'],
    ['(none)', '%28none)'],
    ['%28none)', '%2528none)'],
    ['a\nb', 'a%0Ab'],
    ['a\r\n\tb\u0000', 'a%0D%0A%09b%00'],
    ['back\\slash\\', 'back%5Cslash%5C'],
    ['50%', '50%'],
    ['100%ab', '100%25ab'],
    ['%\n', '%%0A'],
    ['日本 😀', '日本 😀'],
  ])('writes %j as %j and back', (text, tag) => {
    expect(encodeTag(text)).toBe(tag);
    expect(decodeTag(tag)).toBe(text);
  });

  it('loses nothing, and leaves nothing that the line protocol could misread', () => {
    const tricky = fc.string({
      unit: fc.constantFrom('%', '0', 'A', '5', 'C', '\\', '\n', '(', 'none)', ',', ' '),
    });
    fc.assert(
      fc.property(fc.oneof(tricky, fc.string({ unit: 'binary' })), (text) => {
        const tag = encodeTag(text);
        expect(decodeTag(tag)).toBe(text);
        expect(tag).not.toBe('');
        // oxlint-disable-next-line no-control-regex -- control characters are what it is about
        expect(tag).not.toMatch(/[\\\u0000-\u001f\u007f]/);
        expect(tag === emptyTag).toBe(text === '');
      }),
    );
  });
});
