import { describe, expect, it } from 'vitest';
import { defaultConfig, loadConfig } from '../../../src/config/load-config.js';
import { fixedTask, settingsOf } from '../../../src/config/model-settings.js';

const config = loadConfig(
  `
grace: 20m
alerts: { effect: { js: 0.1 }, maintenance: [{ every: sat 02:00-06:00 }] }
models:
  churn:
    task: binary
    pane: 30m
    timeZone: America/St_Johns
    alerts: { falseAlarms: 1 per 30 days, effect: { points: 5 }, maintenance: [{ every: sun 02:00-06:00 }] }
    retraining: { enabled: false }
    quality: { age: { min: 0 } }
`,
  'leeway.yaml',
);

describe('settingsOf', () => {
  it("takes a model's own settings, and everybody's for the rest, inside of groups too", () => {
    expect(settingsOf(config, 'churn')).toEqual({
      task: 'binary',
      partitions: 4,
      pane: 1_800_000,
      cadence: 'continuous',
      season: 'day',
      timeZone: 'America/St_Johns',
      zoneOffset: -12_600_000,
      grace: 1_200_000,
      horizon: defaultConfig.horizon,
      futureTolerance: 300_000,
      recordLimit: 262_144,
      idleAfter: 30_000,
      joinedFeatures: 64,
      patience: 15 * 86_400_000,
      rollingOutcomes: 1_000,
      alerts: {
        falseAlarms: { alarms: 1, days: 30 },
        effect: { ...defaultConfig.alerts.effect, js: 0.1, points: 5 },
        latchUnits: 14,
        maintenance: [
          { every: { days: [5], from: 120, minutes: 240 } },
          { every: { days: [6], from: 120, minutes: 240 } },
        ],
      },
      quality: { age: { min: 0 } },
      objectives: [],
      reference: { units: 42 },
      retraining: { ...defaultConfig.retraining, enabled: false },
    });
  });

  it.each(['delivery', 'constructor', '__proto__', ''])('gives everybody’s to %j', (model) => {
    expect(settingsOf(config, model)).toMatchObject({
      task: undefined,
      pane: 300_000,
      alerts: config.alerts,
    });
  });
});

describe('fixedTask', () => {
  it.each(['churn', 'delivery', 'constructor', '__proto__', ''])(
    'says of %j what its settings say',
    (model) => {
      expect(fixedTask(config, model)).toBe(settingsOf(config, model).task);
    },
  );
});
