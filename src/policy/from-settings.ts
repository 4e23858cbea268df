import type { Costs } from './costs.js';
import { quietWindows, type MaintenanceWindow } from './maintenance.js';
import { orderedRules, type QualityRules } from './quality-rules.js';
import type { Policy } from './policy.js';

/** What can be decided anew while Leeway runs; durations in ms. */
export interface DecidedSettings {
  /** Standard time of the model's zone ahead of UTC, ms. */
  readonly zoneOffset: number;
  readonly alerts: {
    readonly falseAlarms: { readonly alarms: number; readonly days: number };
    readonly effect: Readonly<Record<'js' | 'points' | 'loss' | 'volume' | 'latency' | 'gap', number>>;
    readonly maintenance?: readonly MaintenanceWindow[];
    readonly latchUnits: number;
    readonly costs?: Costs;
  };
  readonly quality?: QualityRules;
  readonly retraining: {
    readonly enabled: boolean;
    readonly cooldown: number;
    readonly warmUp: number;
  };
}

/** What the configuration says of one model, as far as the policy needs it. */
export interface PolicySettings extends DecidedSettings {
  readonly rollingOutcomes: number;
  readonly cadence: 'continuous' | 'nightly' | 'weekly';
  readonly reference: { readonly units: number };
}

const DAY = 86_400_000;

/** The part of a policy that people change while Leeway runs. */
export interface DecidedPolicy extends Pick<
  Policy,
  'budgetUnits' | 'effect' | 'quiet' | 'latchUnits' | 'costs' | 'quality'
> {
  readonly retraining: Pick<Policy['retraining'], 'enabled' | 'warmUpUnits' | 'cooldownUnits'>;
}

export function decidedPolicy({ alerts, retraining, quality, zoneOffset }: DecidedSettings): DecidedPolicy {
  const { js, points, loss, volume, latency, gap } = alerts.effect;
  return {
    budgetUnits: alerts.falseAlarms.days / alerts.falseAlarms.alarms,
    effect: {
      js,
      jsSevere: 2 * js,
      points,
      pointsSevere: 2 * points,
      loss,
      lossSevere: 2.5 * loss,
      latency,
      latencySevere: 2 * latency,
      volume,
      volumeSevere: 2 * volume,
      gap,
      gapSevere: 2 * gap,
    },
    quiet: (alerts.maintenance ?? []).flatMap((window) => quietWindows(window, zoneOffset)),
    latchUnits: alerts.latchUnits,
    retraining: {
      enabled: retraining.enabled,
      warmUpUnits: Math.ceil(retraining.warmUp / DAY),
      cooldownUnits: retraining.cooldown / DAY,
    },
    costs: alerts.costs,
    quality: quality && orderedRules(quality),
  };
}

/** The policy of a model: what is configured, and the parts that are fixed by how the evidence was measured. */
export function policyOf(settings: PolicySettings, lead: number): Policy {
  const { budgetUnits, effect, quiet, latchUnits, retraining, costs, quality } = decidedPolicy(settings);
  // The order of the keys is part of the policy's id.
  return {
    unit: DAY,
    budgetUnits,
    effect,
    quiet,
    latchUnits,
    windowUnits: [3, 7],
    retraining: {
      enabled: retraining.enabled,
      warmUpUnits: retraining.warmUpUnits,
      rangeUnits: settings.reference.units,
      cooldownUnits: retraining.cooldownUnits,
      lead,
    },
    rollingOutcomes: settings.rollingOutcomes,
    cadence: settings.cadence === 'continuous' ? undefined : settings.cadence,
    costs,
    quality,
  };
}

/** A policy with another decision in place of its own; the same decision gives the same id. */
export function withDecided(policy: Policy, decided: DecidedPolicy): Policy {
  const { retraining, costs, quality, ...rest } = decided;
  // A decision without costs or rules takes those of the file away.
  return { ...policy, ...rest, retraining: { ...policy.retraining, ...retraining }, costs, quality };
}
