import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { examplesOf, runExample } from './docstring-examples.js';

/**
 * Every example in the docstrings of a library's folder gives what it says, and every function of the library is in one.
 *
 * @param scope  what examples may use beside the library
 */
export function itsExamplesRun(
  folder: URL,
  library: Readonly<Record<string, unknown>>,
  scope: Readonly<Record<string, unknown>> = {},
): void {
  const examples = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const source = readFileSync(new URL(file, folder), 'utf8');
      return examplesOf(source, file).map((example) => ({ file, ...example }));
    });

  describe('the examples of the docstrings', () => {
    it.each(examples)('$file: $code', (example) => {
      expect(runExample(example, { ...library, ...scope })).toBe(example.result);
    });

    it('name every function', () => {
      const shown = examples.map(({ code }) => code).join('\n');
      const functions = Object.keys(library).filter((name) => typeof library[name] === 'function');
      expect(functions.filter((name) => !new RegExp(`\\b${name}\\(`).test(shown))).toEqual([]);
    });
  });
}
