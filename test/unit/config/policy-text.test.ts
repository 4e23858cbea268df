import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../src/config/errors.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { settingsOf } from '../../../src/config/model-settings.js';
import { policyChanges } from '../../../src/config/policy-changes.js';
import { decidedBy, policyTextOf, readPolicy } from '../../../src/config/policy-text.js';
import { decidedPolicy } from '../../../src/policy/from-settings.js';

const yaml = `
timeZone: Europe/Berlin
alerts:
  falseAlarms: 2 per 30 days
  latchUnits: 7
  effect: { js: 0.1, points: 1.5, loss: 0.2, volume: 3, latency: 4 }
  maintenance:
    - { from: "2026-05-01T22:00:00Z", to: "2026-05-02T04:00:00Z", note: move }
    - { every: "sat,sun 22:00-02:00" }
  costs: { falseNegative: 40, currency: EUR }
retraining: { enabled: false, cooldown: 36h, warmUp: 1d }
`;

describe('a policy as text', () => {
  it('says what the file says, complete, and reads back as the same', () => {
    const settings = settingsOf(loadConfig(yaml, 'leeway.yaml'));
    const text = policyTextOf(settings);
    expect(text.alerts.maintenance).toEqual([
      { from: '2026-05-01T22:00:00.000Z', to: '2026-05-02T04:00:00.000Z', note: 'move' },
      { every: 'sat,sun 22:00-02:00' },
    ]);
    expect(readPolicy(JSON.stringify(text), 'log')).toEqual(text);
    expect(readPolicy(yaml, 'policy.yaml')).toEqual(text);
    expect(decidedBy(text)).toEqual(decidedPolicy(settings));
  });

  it('has the rules for features of a model, and gives the same decision back', () => {
    const rules =
      'models: { m: { quality: { plan: { values: [basic, 1] }, age: { max: 120, outside: 0.01, missing: 0 } } } }';
    const settings = settingsOf(loadConfig(rules, 'leeway.yaml'), 'm');
    const text = policyTextOf(settings);
    expect(readPolicy(JSON.stringify(text), 'log')).toEqual(text);
    expect(decidedBy(text)).toEqual(decidedPolicy(settings));
    expect(Object.keys(decidedBy(text).quality ?? {})).toEqual(['age', 'plan']);
  });

  it('has the same defaults as the configuration', () => {
    expect(readPolicy('', 'policy.yaml')).toEqual(policyTextOf(settingsOf(loadConfig('', 'leeway.yaml'))));
  });

  it('reads back whatever it writes', () => {
    const some = fc.record({
      alarms: fc.integer({ min: 1, max: 99 }),
      days: fc.integer({ min: 1, max: 999 }),
      js: fc.double({ min: 0.001, max: 1, noNaN: true }),
      cooldown: fc.integer({ min: 0, max: 1_000_000_000 }),
    });
    fc.assert(
      fc.property(some, ({ alarms, days, js, cooldown }) => {
        const text = readPolicy(
          `alerts: { falseAlarms: ${alarms} per ${days} days, effect: { js: ${js} } }\nretraining: { cooldown: ${cooldown}ms }`,
          'p',
        );
        expect(readPolicy(JSON.stringify(text), 'p')).toEqual(text);
        expect(decidedBy(text)).toMatchObject({ budgetDays: days / alarms, effect: { js } });
      }),
    );
  });

  it.each([
    ['alerts: { effect: { jss: 1 } }', '1:21: alerts.effect.jss: unknown key: did you mean js?'],
    ['pane: 5m', '1:1: pane: unknown key: the keys here are timeZone, alerts, retraining'],
    ['alerts: [', '1:10: Flow sequence'],
  ])('tells what is wrong with %j, and where', (text, words) => {
    expect(() => readPolicy(text, 'p.yaml')).toThrow(ConfigError);
    expect(() => readPolicy(text, 'p.yaml')).toThrow(words);
  });

  it('that a newer version has written stops the reader', () => {
    const text = { ...policyTextOf(settingsOf(loadConfig('', 'p'))), newer: 1 };
    expect(() => decidedBy(text)).toThrow('it was written by another version of Leeway');
  });
});

describe('policyChanges', () => {
  it('names each key that is different, also those that one side has not', () => {
    const [before, after] = [readPolicy('', 'p'), readPolicy(yaml, 'p')].map((text) => ({ ...text }));
    expect(policyChanges(before!, before!)).toEqual([]);
    const changes = policyChanges(before!, after!);
    expect(changes).toContainEqual({ key: 'alerts.falseAlarms', from: '1 per 90 days', to: '2 per 30 days' });
    expect(changes).toContainEqual({ key: 'alerts.costs.falseNegative', from: 'nothing', to: '40' });
    expect(changes.find(({ key }) => key === 'alerts.maintenance')?.to).toContain('sat,sun 22:00-02:00');
  });
});
