import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load-config.js';
import { settingsOf } from '../../../src/config/model-settings.js';
import { policyOf } from '../../../src/policy/from-settings.js';
import { policyId } from '../../../src/policy/policy.js';

const DAY = 86_400_000;
const policy = (text: string, model = 'm') => {
  const config = loadConfig(text, 'leeway.yaml');
  return policyOf(settingsOf(config, model), config.loopLead);
};

describe('policyOf', () => {
  it('takes every floor from the settings, and makes the severe ones of them', () => {
    expect(
      policy('alerts: { effect: { js: .1, points: 2, loss: .2, volume: 3, latency: 4, gap: 7 } }').effect,
    ).toEqual({
      js: 0.1,
      jsSevere: 0.2,
      points: 2,
      pointsSevere: 4,
      loss: 0.2,
      lossSevere: 0.5,
      volume: 3,
      volumeSevere: 6,
      latency: 4,
      latencySevere: 8,
      gap: 7,
      gapSevere: 14,
    });
  });

  it('keeps quiet in the windows of everybody and of the model, by the clock of the model', () => {
    const text = `
timeZone: Europe/Berlin
alerts: { maintenance: [{ from: 2026-05-01T22:00:00Z, to: 2026-05-02T04:00:00Z }] }
models: { m: { alerts: { maintenance: [{ every: mon 00:30-01:30 }] } } }`;
    expect(policy(text).quiet).toEqual([
      { from: Date.UTC(2026, 4, 1, 22), to: Date.UTC(2026, 4, 2, 4), every: null },
      { from: Date.UTC(1970, 0, 4, 23, 30), to: Date.UTC(1970, 0, 5, 0, 30), every: 7 * DAY },
    ]);
    expect(policy(text, 'other').quiet).toHaveLength(1);
  });

  it('has another id for another choice, and the same for the same in other words', () => {
    expect(policyId(policy('alerts: { falseAlarms: 2 per 180 days }'))).toBe(policyId(policy('')));
    expect(policyId(policy('alerts: { falseAlarms: 1 per 30 days }'))).not.toBe(policyId(policy('')));
    expect(policyId(policy('alerts: { effect: { volume: 3 } }'))).not.toBe(policyId(policy('')));
  });
});
