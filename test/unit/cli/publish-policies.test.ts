import { describe, expect, it } from 'vitest';
import { duePublications } from '../../../src/cli/publish-policies.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { settingsOf } from '../../../src/config/model-settings.js';
import { policyTextOf, type PolicyText } from '../../../src/config/policy-text.js';
import { EVERYBODY, type PolicyCommand, type PolicySource } from '../../../src/records/command.js';

const config = (text: string) => loadConfig(text, 'leeway.yaml');
const policyOf = (text: string, model?: string) => policyTextOf(settingsOf(config(text), model));

/** Commands in the order in which they were decided. */
function decided(
  ...list: readonly [string, PolicyText | null, PolicySource][]
): Map<string, PolicyCommand[]> {
  const found = new Map<string, PolicyCommand[]>();
  for (const [model, settings, source] of list) {
    const command: PolicyCommand = {
      v: 1,
      kind: 'command',
      id: 'c',
      model,
      by: 'x',
      at: 0,
      action: 'policy',
      settings,
      source,
    };
    found.set(model, [...(found.get(model) ?? []), command]);
  }
  return found;
}

const strict = 'alerts: { falseAlarms: 1 per 365 days }';
const ofModel = 'models: { m: { alerts: { falseAlarms: 1 per 30 days } }, other: { task: binary } }';

describe('what a start publishes', () => {
  it('is everything, the first time; a model that says nothing of it has no policy of its own', () => {
    expect(duePublications(config(ofModel), new Map())).toEqual([
      { model: EVERYBODY, settings: policyOf('') },
      { model: 'm', settings: policyOf(ofModel, 'm') },
    ]);
  });

  it('is also what a model says of its features alone', () => {
    const text = 'models: { m: { quality: { age: { min: 0 } } } }';
    const due = duePublications(config(text), decided([EVERYBODY, policyOf(''), 'file']));
    expect(due).toEqual([{ model: 'm', settings: policyOf(text, 'm') }]);
    expect(due[0]?.settings?.quality).toEqual({ age: { min: 0 } });
  });

  it('is nothing where the file says what a file said last, whatever people have decided since', () => {
    const past = decided([EVERYBODY, policyOf(''), 'file'], [EVERYBODY, policyOf(strict), 'person']);
    expect(duePublications(config(''), past)).toEqual([]);
    expect(duePublications(config('port: 1\nretraining: {}'), past)).toEqual([]);
  });

  it('is what was edited since, over what people have decided', () => {
    const past = decided(
      [EVERYBODY, policyOf(''), 'file'],
      [EVERYBODY, policyOf('alerts: { latchUnits: 2 }'), 'person'],
    );
    expect(duePublications(config(strict), past)).toEqual([{ model: EVERYBODY, settings: policyOf(strict) }]);
  });

  it('lets a model go that the file speaks of no more; one that only a person has spoken of stays', () => {
    const past = decided(
      [EVERYBODY, policyOf(''), 'file'],
      ['m', policyOf(ofModel, 'm'), 'file'],
      ['p', policyOf(strict), 'person'],
    );
    expect(duePublications(config(''), past)).toEqual([{ model: 'm', settings: null }]);
    past.get('m')?.push(...(decided(['m', null, 'file']).get('m') ?? []));
    expect(duePublications(config(''), past)).toEqual([]);
  });
});
