import type { ColumnFacts } from '../../../src/backtest/files/column-facts.js';

/** Facts of a column whose sample holds these values. */
export function factsOf(name: string, values: readonly (string | null)[]): ColumnFacts {
  const filled = values.filter((value) => value !== null);
  const numbers = filled.filter((value) => value.trim() !== '' && Number.isFinite(Number(value))).map(Number);
  const words = filled.filter((value) => !Number.isFinite(Number(value)));
  return {
    name,
    sql: name,
    type: 'text',
    sampled: values.length,
    filled: filled.length,
    numbers: numbers.length,
    whole: numbers.filter(Number.isInteger).length,
    times: words.filter((value) => /^\d{4}-\d\d-\d\d/.test(value)).length,
    booleans: words.filter((value) => /^(true|false)$/i.test(value)).length,
    distinct: new Set(filled).size,
    least: numbers.length > 0 ? Math.min(...numbers) : null,
    most: numbers.length > 0 ? Math.max(...numbers) : null,
    examples: [...new Set(filled)].slice(0, 40),
  };
}

export const rows = <T>(n: number, of: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => of(i));
