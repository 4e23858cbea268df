import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createDetector, describeDetectors } from '../../../../detectors/index.js';

/** The example of a detector's docstring: its lines, and what the last one is said to give. */
function exampleOf(name: string): { code: string; result: string } {
  const source = readFileSync(new URL(`../../../../detectors/single/${name}.ts`, import.meta.url), 'utf8');
  const [, body = ''] = /@example\n([\s\S]*?)\n \*\//.exec(source) ?? [];
  const lines = body.split('\n').map((line) => line.replace(/^ \* /, ''));
  const [, expression = '', result = ''] = /^(.*); \/\/ (\S+)$/.exec(lines.pop() ?? '') ?? [];
  return { code: [...lines, `return ${expression};`].join('\n'), result };
}

describe('the example of the docstring', () => {
  it.each(describeDetectors().map(({ name }) => name))('%s gives what it says', (name) => {
    const { code, result } = exampleOf(name);
    expect(code).toContain(`createDetector('${name}'`);
    // oxlint-disable-next-line typescript/no-implied-eval -- documentation runs as it is written
    const run = new Function('createDetector', code) as (create: typeof createDetector) => unknown;
    expect(String(run(createDetector))).toBe(result);
  });
});
