import { quietWindows, type MaintenanceWindow } from './maintenance.js';
import type { Policy } from './policy.js';

/** What the configuration says of one model, as far as the policy needs it; durations in ms. */
export interface PolicySettings {
  /** Standard time of the model's zone ahead of UTC, ms. */
  readonly zoneOffset: number;
  readonly rollingOutcomes: number;
  readonly alerts: {
    readonly falseAlarms: { readonly alarms: number; readonly days: number };
    readonly effect: Readonly<Record<'js' | 'points' | 'loss' | 'volume' | 'latency', number>>;
    readonly maintenance?: readonly MaintenanceWindow[];
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
      loss: alerts.effect.loss,
      lossSevere: 2.5 * alerts.effect.loss,
      latency: alerts.effect.latency,
      latencySevere: 2 * alerts.effect.latency,
      volume: alerts.effect.volume,
      volumeSevere: 2 * alerts.effect.volume,
    },
    quiet: (alerts.maintenance ?? []).flatMap((window) => quietWindows(window, settings.zoneOffset)),
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
