import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Service } from '../../services/index.js';

/**
 * Runs a script of this folder: JSON in, JSON out. One process for all that a test asks.
 *
 * @throws when there is no Python, or the script fails (with what it said)
 */
export function runPython(python: Service, script: string, input: unknown): unknown {
  if (python.address === undefined) throw new Error(`there is no Python: ${python.missing}`);
  const output = execFileSync(python.address, [fileURLToPath(new URL(script, import.meta.url))], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output) as unknown;
}

/** One question to `answers.py`: library and name, as in `scipy.ks`, and the arguments. */
export interface Question {
  readonly ask: string;
  readonly of: readonly unknown[];
}

/** What SciPy, scikit-learn and river say, one list of numbers a question (null: NaN, undefined). */
export function answersOf(python: Service, questions: readonly Question[]): (number | null)[][] {
  return runPython(python, 'answers.py', questions) as (number | null)[][];
}
