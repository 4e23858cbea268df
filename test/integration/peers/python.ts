import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { Service } from '../../services/index.js';

const script = fileURLToPath(new URL('answers.py', import.meta.url));

/** A Python that has these modules: `address` is its path, from `LEEWAY_PYTHON`. */
export function pythonWith(...modules: readonly string[]): Service {
  const path = process.env['LEEWAY_PYTHON'];
  if (path === undefined || path === '') {
    return {
      name: 'python',
      missing: `LEEWAY_PYTHON is not set: the path of a Python with ${modules.join(', ')}`,
    };
  }
  try {
    execFileSync(path, ['-c', `import ${modules.join(', ')}`], { stdio: 'pipe' });
  } catch (error) {
    return { name: 'python', missing: `${path} cannot import ${modules.join(', ')}: ${String(error)}` };
  }
  return { name: 'python', address: path };
}

/** One call of `answers.py`: the name of a function there, and its arguments. */
export interface Question {
  readonly ask: string;
  readonly of: readonly unknown[];
}

/** What Python's libraries say, one list of numbers a question (null: NaN). One process for all questions. */
export function answersOf(python: Service, questions: readonly Question[]): (number | null)[][] {
  if (python.address === undefined) throw new Error(`there is no Python: ${python.missing}`);
  const output = execFileSync(python.address, [script], {
    input: JSON.stringify(questions),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(output) as (number | null)[][];
}
