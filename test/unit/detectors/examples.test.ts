import { describe, expect, it } from 'vitest';
import * as library from '../../../detectors/index.js';
import { docstringOf } from '../../support/docstring.js';
import { examplesOf, runExample } from '../../support/docstring-examples.js';

describe.each(library.describeDetectors())('the docstring of $name', (description) => {
  const docstring = docstringOf(description);

  it('has an example that gives what it says', () => {
    const examples = examplesOf(docstring, description.name);
    expect(examples.map(({ code }) => code).join('\n')).toContain(`createDetector('${description.name}'`);
    for (const example of examples) expect(runExample(example, { ...library })).toBe(example.result);
  });

  it('has a paper, its parameters with their defaults, its cost, and when to use it and when not', () => {
    expect(docstring).toMatch(/[A-Z][a-z]+(?: et al\.)?,?(?: JMLR)? (?:19|20)\d\d/u);
    expect(docstring).toMatch(/\n \* Cost: .*\bO\(/u);
    expect(docstring).toMatch(/\n \* Use it /u);
    expect(docstring).toMatch(/\bNot\b/u);
    const [, parameters = ''] = /\n \* Parameters: ([\s\S]*?)\n \*\n/u.exec(docstring) ?? [];
    for (const option of Object.keys(description.options)) expect(parameters).toContain(`\`${option}\``);
  });
});
