import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseConfig } from '../../../../src/cli/init/choose-config.js';
import { addOutcome, addPrediction, emptyFacts } from '../../../../src/cli/init/sample-facts.js';
import { choicesText, configText } from '../../../../src/cli/init/write-config.js';
import { loadConfig } from '../../../../src/config/load-config.js';
import type { FeatureValue, Prediction } from '../../../../src/events/event.js';

interface Row {
  readonly time: number;
  readonly delay: number;
  readonly features: Readonly<Record<string, FeatureValue>>;
  readonly answer: Prediction['answer'];
  readonly outcome: number | string;
  readonly values: Readonly<Record<string, number>>;
  readonly segments: Readonly<Record<string, string>>;
}

function textOf(
  model: string,
  rows: readonly Row[],
  source = 'a sample',
): { text: string; terminal: string } {
  const facts = emptyFacts(model);
  rows.forEach(({ delay, outcome, values, ...row }, i) => {
    const id = String(i);
    addPrediction(facts, { kind: 'prediction', id, model, version: '1', ...row }, 'file');
    addOutcome(facts, { kind: 'outcome', id, model, time: row.time + delay, outcome, values });
  });
  const models = [{ facts, choices: chooseConfig(facts) }];
  return { text: configText({ source, schema: './s.json', models }), terminal: choicesText(models) };
}

const name = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.constantFrom('true', '1', '__proto__', 'a: b', '# x', '"', 'x\ny', ' - '),
);
/** YAML reads it as a key, and the schema drops it: no model can be called so. */
const model = name.filter((text) => text !== '__proto__');
const row: fc.Arbitrary<Row> = fc.record({
  time: fc.integer({ min: 1_735_689_600_000, max: 1_741_000_000_000 }),
  delay: fc.integer({ min: -60_000, max: 1_000_000_000_000 }),
  features: fc.dictionary(name, fc.oneof(fc.double({ noNaN: true }), name, fc.boolean(), fc.constant(null)), {
    maxKeys: 4,
  }),
  answer: fc.oneof(
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value) => ({ task: 'regression', value }) as const),
    fc.constantFrom(0 as const, 1 as const).map((label) => ({ task: 'binary', label }) as const),
    name.map((label) => ({ task: 'multiclass', label }) as const),
    fc.constant({ task: 'failed', code: 'timeout' } as const),
  ),
  outcome: fc.oneof(fc.integer({ min: 0, max: 1 }), name),
  values: fc.dictionary(name, fc.double({ noNaN: true, noDefaultInfinity: true }), { maxKeys: 2 }),
  segments: fc.dictionary(name, name, { maxKeys: 2 }),
});

describe('configText', () => {
  it('is always a file that can be read, whatever names and values the data have', () => {
    fc.assert(
      fc.property(model, fc.array(row, { minLength: 1, maxLength: 8 }), name, (model, rows, source) => {
        const config = loadConfig(textOf(model, rows, source).text, 'leeway.yaml');
        expect(Object.keys(config.models)).toEqual([model]);
      }),
      { numRuns: 200, endOnFailure: true },
    );
  });

  const rows: Row[] = [0, 1, 2, 3].map((i) => ({
    time: Date.UTC(2025, 0, 1, i),
    delay: 3_600_000,
    features: { age: 20 + i, plan: i % 2 === 0 ? 'basic' : 'plus', note: null },
    answer: { task: 'binary', label: 1, score: 0.7 },
    outcome: 1,
    values: { revenue: 3 },
    segments: { region: i % 2 === 0 ? 'north' : 'south' },
  }));

  it('says each choice with its reason, and offers what only people know', () => {
    const { text } = textOf('churn', rows);
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/s\.json\n/);
    expect(text).toContain(
      '    # predictions of 0 or 1, with a score or as true and false\n    task: binary\n',
    );
    expect(text).toContain('#   costs: { value: revenue, currency: EUR }');
    expect(text).toContain('# fairness: { attribute: region }');
    expect(text).toContain(
      '#   age: { min: 20, max: 23, missing: 0 } # numeric: whole numbers from 20 to 23, 4 different',
    );
    expect(text).toContain('#   plan: { missing: 0 } # categorical: text, 2 different (basic, plus)');
    expect(text).toContain('#   note: {} # empty: without a value in 4 rows');
  });

  it('offers ranges that let pass what was seen', () => {
    const seen = [1005.67, 1234.56, -0.0012345, 123_456_789];
    const { text } = textOf(
      'm',
      rows.map((row, i) => ({ ...row, features: { x: seen[i] as number } })),
    );
    expect(text).toContain('x: { min: -0.001235, max: 123456789, missing: 0 }');
    const only = textOf('m', [{ ...(rows[0] as Row), features: { x: 1005.67 } }]).text;
    expect(only).toContain('x: { min: 1005, max: 1006, missing: 0 }');
  });

  it('is still right when what it offers is taken', () => {
    const taken = textOf('churn', rows)
      .text.split('\n')
      .map((line) =>
        line.replace(
          /^( +)# (alerts:|  costs:|fairness:|quality:|  (?:age|plan|note):|maintenance:|  - \{)/,
          '$1$2',
        ),
      )
      .filter((line) => !line.includes('note: {}'))
      .join('\n');
    const config = loadConfig(taken, 'leeway.yaml');
    expect(config.alerts.maintenance).toHaveLength(1);
    expect(config.models['churn']).toMatchObject({
      alerts: { costs: { value: 'revenue', currency: 'EUR' } },
      fairness: { attribute: 'region' },
      quality: { age: { min: 20, max: 23, missing: 0 }, plan: { missing: 0 } },
    });
  });

  it('shows the same choices on the terminal', () => {
    const { terminal } = textOf('churn', rows);
    expect(terminal).toMatch(/^churn: 4 predictions, 4 outcomes\n {2}task +binary +predictions of 0 or 1/);
    expect(terminal).toMatch(/\n {2}plan +categorical +text, 2 different/);
  });
});
