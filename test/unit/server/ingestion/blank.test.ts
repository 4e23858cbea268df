import { describe, expect, it } from 'vitest';
import { isAllBlank, withoutBlankEnds } from '../../../../src/server/ingestion/blank.js';

describe('blanks around an item', () => {
  it.each([
    ['{"a": 1}', '{"a": 1}'],
    [' \t{"a": 1}\r\n', '{"a": 1}'],
    ['\uFEFF {"a": 1}', '{"a": 1}'],
    ['\uFEFF', ''],
    ['\r', ''],
    ['', ''],
    ['\u00A0{}', '\u00A0{}'],
  ])('%j becomes %j', (text, bare) => {
    expect(withoutBlankEnds(Buffer.from(text)).toString()).toBe(bare);
  });

  it('are copied nowhere', () => {
    const bytes = Buffer.from(' {} ');
    const bare = withoutBlankEnds(bytes);
    expect([bare.buffer, bare.byteOffset, bare.length]).toEqual([bytes.buffer, bytes.byteOffset + 1, 2]);
  });

  it('are all that an empty line has', () => {
    expect(['', ' \t\r', ' x'].map((text) => isAllBlank(Buffer.from(text)))).toEqual([true, true, false]);
  });
});
