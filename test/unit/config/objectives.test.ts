import { describe, expect, it } from 'vitest';
import { duePublications } from '../../../src/cli/publish-policies.js';
import { admissionRules } from '../../../src/config/admission.js';
import { ConfigError } from '../../../src/config/errors.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { fixedTask, settingsOf } from '../../../src/config/model-settings.js';
import { componentOf, objectivesByModel } from '../../../src/config/objectives.js';
import { policyTextOf } from '../../../src/config/policy-text.js';
import type { Config } from '../../../src/config/schema.js';
import { decidedPolicy, policyOf, withDecided } from '../../../src/policy/from-settings.js';
import { policyId } from '../../../src/policy/policy.js';

const load = (text: string) => loadConfig(text, 'leeway.yaml');
const shop = load(`
alerts: { falseAlarms: 1 per 90 days }
models:
  shop:
    grace: 20m
    task: regression
    alerts: { effect: { points: 5 }, maintenance: [{ every: sat 02:00-06:00 }], costs: { absoluteError: 1, currency: EUR } }
    retraining: { enabled: false }
    quality: { age: { min: 0 } }
    objectives:
      - { name: clicks, weight: 0.7 }
      - { name: dwell, weight: 0.3, task: regression }
      - { name: returns, weight: 0 }
  shop/clicks: { alerts: { effect: { loss: 0.2 }, maintenance: [{ every: sun 02:00-06:00 }] } }
`);
const policy = (config: Config, model: string) => policyOf(settingsOf(config, model), config.loopLead);

describe('the components of a model with objectives', () => {
  it('are models by name, each with its task', () => {
    expect(objectivesByModel(shop).get('shop')).toEqual([
      { name: 'clicks', component: 'shop/clicks', task: 'binary', weight: 0.7 },
      { name: 'dwell', component: 'shop/dwell', task: 'regression', weight: 0.3 },
      { name: 'returns', component: 'shop/returns', task: 'binary', weight: 0 },
    ]);
    expect(componentOf(shop, 'shop/dwell')).toMatchObject({ parent: 'shop', objective: { name: 'dwell' } });
    for (const model of ['shop', 'shop/', 'shop/elsewhere', 'other/clicks'])
      expect(componentOf(shop, model)).toBeUndefined();
    expect(['shop', 'shop/clicks', 'shop/dwell', 'other'].map((model) => fixedTask(shop, model))).toEqual([
      'regression',
      'binary',
      'regression',
      undefined,
    ]);
  });

  it('have what they say themselves, else what their model says; not its costs and rules for inputs', () => {
    const clicks = settingsOf(shop, 'shop/clicks');
    expect(clicks).toMatchObject({ task: 'binary', grace: 1_200_000, parent: 'shop', quality: {} });
    expect(clicks.alerts.effect).toMatchObject({ points: 5, loss: 0.2 });
    expect(clicks.alerts.maintenance).toHaveLength(2);
    expect(clicks.alerts.costs).toBeUndefined();
    expect(settingsOf(shop, 'shop/dwell').alerts.maintenance).toHaveLength(1);
    expect(settingsOf(shop, 'shop/dwell').retraining.enabled).toBe(false);
  });

  it('are let in where only listed models are', () => {
    const { isListed } = admissionRules(shop);
    expect(['shop', 'shop/dwell', 'shop/x', 'dwell'].map(isListed)).toEqual([true, true, false, false]);
  });

  it('share one budget with their model evenly, whoever decides it anew; others have theirs to themselves', () => {
    const all = ['shop', 'shop/clicks', 'shop/dwell', 'shop/returns'];
    const alarmsADay = (budgets: readonly number[]) => budgets.reduce((sum, units) => sum + 1 / units, 0);
    expect(alarmsADay(all.map((model) => policy(shop, model).budgetUnits))).toBeCloseTo(1 / 90, 12);
    const decided = decidedPolicy(settingsOf(load('alerts: { falseAlarms: 1 per 30 days }')));
    const anew = all.map((model) => withDecided(policy(shop, model), decided).budgetUnits);
    expect(alarmsADay(anew)).toBeCloseTo(1 / 30, 12);
    expect(policy(shop, 'other').budgetUnits).toBe(90);
    expect(policyId(policy(shop, 'other'))).toBe(policyId(policy(load(''), 'm')));
  });

  it('are published with what their model has said', () => {
    const due = duePublications(shop, new Map());
    expect(due.map(({ model }) => model).slice(1)).toEqual(['shop', 'shop/clicks', 'shop/dwell', 'shop/returns']);
    expect(due.find(({ model }) => model === 'shop/dwell')?.settings).toEqual(
      policyTextOf(settingsOf(shop, 'shop/dwell')),
    );
  }); // prettier-ignore
});

describe('what is wrong with objectives', () => {
  const problems = (models: string): readonly string[] => {
    try {
      load(`models: ${models}`);
    } catch (error) {
      if (error instanceof ConfigError) return error.problems.map(({ key, message }) => `${key}: ${message}`);
    }
    return [];
  };
  const one = (name: string) => `objectives: [{ name: ${name}, weight: 1 }]`;

  it.each([
    [`{ a: { ${one('b')} }, a/b: { task: binary } }`, ['models.a/b.task: the task of a component stands with its objective: models.a.objectives']],
    [`{ a: { ${one('b')} }, a/b: { retraining: { enabled: true } } }`, ['models.a/b.retraining: a component is trained with its model: write it under models.a']],
    [`{ a: { ${one('b')} }, a/b: { quality: { x: { min: 0 } } } }`, ['models.a/b.quality: the inputs of a component are its model\'s: write it under models.a']],
    [`{ a: { ${one('b')} }, a/b: { ${one('c')} } }`, ['models.a/b.objectives: a/b is a component itself: a score has no objectives of its own']],
    [`{ a: { ${one('b/c')} }, a/b: { ${one('c')} } }`, ['models.a/b.objectives: c would be watched as a/b/c, as one of a is: rename it']],
    [`{ a: { objectives: [${Array.from({ length: 33 }, (_, i) => `{ name: n${i}, weight: 1 }`).join(', ')}] } }`, ['models.a.objectives: has more than 32 components']],
    [`{ ${'a'.repeat(511)}: { ${one('b')} } }`, [`models.${'a'.repeat(511)}.objectives: ${'a'.repeat(511)}/b is longer than 512 characters: shorten the name`]],
    [`{ a: { objectives: [{ name: b, weight: 1, task: ranking }] } }`, [expect.stringMatching(/^models.a.objectives.0.task: must be/)]],
  ])('%s', (models, expected) => {
    expect(problems(models)).toEqual(expected);
  }); // prettier-ignore
});
