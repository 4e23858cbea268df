import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readColumns } from '../../../../bench/detectors/table-file.js';

const folder = mkdtempSync(join(tmpdir(), 'leeway-table-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(text: string): string {
  const path = join(folder, 'table.csv');
  writeFileSync(path, text);
  return path;
}

describe('readColumns', () => {
  it('reads the named columns in any order', () => {
    const columns = readColumns(fileOf('a,b,c\r\n1,2,x\r\n3,4,y\r\n'), ['b', 'a']);
    expect([...columns.b]).toEqual([2, 4]);
    expect([...columns.a]).toEqual([1, 3]);
  });

  it('says where a number is missing', () => {
    const path = fileOf('a,b\n1,2\n3,\n');
    expect(() => readColumns(path, ['b'])).toThrow("line 3: b is '', not a number");
    expect(() => readColumns(path, ['z'])).toThrow('no column z; it has a, b');
  });
});
