import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { markdownTable } from '../../../../bench/detectors/markdown-table.js';

describe('markdownTable', () => {
  it('is laid out as prettier lays it out', async () => {
    const table = markdownTable(
      ['detector', 'ns', 'a | b'],
      [
        ['adwin', '156', '.05 → .1'],
        ['e-sr-bernoulli, told the rate', '7', ''],
      ],
    );
    expect(`${table}\n`).toBe(await format(table, { parser: 'markdown', printWidth: 110 }));
    expect(table.split('\n')[0]).toBe(String.raw`| detector                      |  ns |   a \| b |`);
  });

  it('refuses a row that is too short: its figures would stand under other heads', () => {
    expect(() => markdownTable(['a', 'b'], [['1']])).toThrow('a row has 1 cells under 2 heads');
  });
});
