import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BodyError } from '../../../../src/server/ingestion/body-error.js';
import { itemCutter } from '../../../../src/server/ingestion/items.js';

/** Cuts `body`, handed over in pieces of `size` bytes. */
function cut(body: string | Buffer, contentType?: string, size = Infinity): string[] {
  const items: string[] = [];
  const cutter = itemCutter(contentType, (item) => items.push(item.toString('utf8').trim()));
  const bytes = Buffer.from(body);
  for (let i = 0; i < bytes.length; i += size)
    cutter.push(bytes.subarray(i, Math.min(i + size, bytes.length)));
  cutter.end();
  return items;
}

const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 8 });
const pieceSize = fc.integer({ min: 1, max: 40 });

describe('cutting a body into items', () => {
  it('gives the elements of an array, wherever the pieces end', () => {
    fc.assert(
      fc.property(objects, pieceSize, fc.constantFrom(0, 2), (list, size, indent) => {
        const items = cut(JSON.stringify(list, null, indent), 'application/json', size);
        expect(items.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });

  it('gives the lines of NDJSON, wherever the pieces end', () => {
    fc.assert(
      fc.property(objects, pieceSize, (list, size) => {
        const lines = list.map((o) => JSON.stringify(o));
        expect(cut(lines.join('\r\n'), 'application/x-ndjson', size)).toEqual(lines);
      }),
    );
  });

  it('tells one object over several lines from NDJSON without being told', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), pieceSize, (object, size) => {
        const pretty = JSON.stringify(object, null, 2);
        expect(cut(pretty, 'application/json', size)).toEqual([pretty]);
        const line = JSON.stringify(object);
        expect(cut(`${line}\n${line}\n`, undefined, size)).toEqual([line, line]);
      }),
    );
  });

  it('keeps the bytes of an item as they were sent', () => {
    expect(cut('[ {"n":1.50, "n":2} ,\t{"s":"]},[\\"\\\\"} ]')).toEqual([
      '{"n":1.50, "n":2}',
      '{"s":"]},[\\"\\\\"}',
    ]);
  });

  it('lets a broken line stand alone', () => {
    expect(cut('{"a":1}\n{"a":\n{"a":3}\n', 'application/x-ndjson; charset=utf-8')).toEqual([
      '{"a":1}',
      '{"a":',
      '{"a":3}',
    ]);
  });

  it.each([
    ['an array without an end', '[{"a":1}'],
    ['a string without an end', '[{"a":"1}]'],
    ['something after the array', '[{"a":1}] x'],
    ['a second array', '[{"a":1}][{"a":1}]'],
    ['an empty element', '[{"a":1},,{"a":2}]'],
    ['a comma at the end', '[{"a":1},]'],
    ['a brace too many', '[{"a":1}}'],
  ])('refuses %s as a whole', (_what, body) => {
    expect(() => cut(body)).toThrow(BodyError);
    expect(() => cut(body, undefined, 1)).toThrow(BodyError);
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \n\t'],
    ['an empty array', ' [ ] '],
  ])('finds no item in %s', (_what, body) => {
    expect(cut(body)).toEqual([]);
  });
});
