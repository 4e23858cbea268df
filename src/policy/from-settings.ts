import type { Policy } from './policy.js';

/** What the configuration says of one model, as far as the policy needs it; durations in ms. */
export interface PolicySettings {
  readonly rollingOutcomes: number;
  readonly alerts: {
    readonly falseAlarms: { readonly alarms: number; readonly days: number };
    readonly effect: { readonly js: number; readonly points: number };
    readonly latchUnits: number;
  };
  readonly retraining: {
    readonly enabled: boolean;
    readonly cooldown: number;
    readonly warmUp: number;
  };
  readonly reference: { readonly units: number };
}

const DAY = 86_400_000;

/** The policy of a model: what is configured, and the parts that are fixed by how the evidence was measured. */
export function policyOf(settings: PolicySettings, lead: number): Policy {
  const { alerts, retraining, reference } = settings;
  return {
    unit: DAY,
    budgetUnits: alerts.falseAlarms.days / alerts.falseAlarms.alarms,
    effect: {
      js: alerts.effect.js,
      jsSevere: 2 * alerts.effect.js,
      points: alerts.effect.points,
      pointsSevere: 2 * alerts.effect.points,
      loss: 0.1,
      lossSevere: 0.25,
      latency: 1.5,
      latencySevere: 3,
      volume: 2,
      volumeSevere: 4,
    },
    quiet: [],
    latchUnits: alerts.latchUnits,
    windowUnits: [3, 7],
    retraining: {
      enabled: retraining.enabled,
      warmUpUnits: Math.ceil(retraining.warmUp / DAY),
      rangeUnits: reference.units,
      cooldownUnits: retraining.cooldown / DAY,
      lead,
    },
    rollingOutcomes: settings.rollingOutcomes,
  };
}
