import type { Costs } from './costs.js';
import { quietWindows, type MaintenanceWindow } from './maintenance.js';
import { orderedRules, type QualityRules } from './quality-rules.js';
import type { Policy } from './policy.js';
import { DAY, WEEK } from './units.js';

/** What can be decided anew while Leeway runs; durations in ms. */
export interface DecidedSettings {
  /** Standard time of the zone by whose clock maintenance is said, ahead of UTC, ms. */
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
  readonly season: 'day' | 'week';
  readonly reference: { readonly units: number };
  /** It is a component of this model. */
  readonly parent?: string;
  /** Its part in a budget that several share. */
  readonly share?: number;
}

/**
 * The part of a policy that people change while Leeway runs. It is said in days, whatever the unit of the model: a decision
 * for everybody is obeyed by models of either season.
 */
export interface DecidedPolicy extends Pick<Policy, 'effect' | 'quiet' | 'costs' | 'quality'> {
  readonly budgetDays: number;
  readonly latchDays: number;
  readonly retraining: {
    readonly enabled: boolean;
    readonly warmUpDays: number;
    readonly cooldownDays: number;
  };
}

export function decidedPolicy({ alerts, retraining, quality, zoneOffset }: DecidedSettings): DecidedPolicy {
  const { js, points, loss, volume, latency, gap } = alerts.effect;
  return {
    budgetDays: alerts.falseAlarms.days / alerts.falseAlarms.alarms,
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
    latchDays: alerts.latchUnits,
    retraining: {
      enabled: retraining.enabled,
      warmUpDays: Math.ceil(retraining.warmUp / DAY),
      cooldownDays: retraining.cooldown / DAY,
    },
    costs: alerts.costs,
    quality: quality && orderedRules(quality),
  };
}

/** The unit of each season, and over how many of them an effect is asked: one odd day is no effect, nor are weeks long past. */
const SEASONS: Readonly<Record<PolicySettings['season'], Pick<Policy, 'unit' | 'windowUnits'>>> = {
  day: { unit: DAY, windowUnits: [3, 7] },
  week: { unit: WEEK, windowUnits: [1, 2] },
};

/** What is waited for takes whole units, begun ones included. */
function inUnits(
  { budgetDays, latchDays, retraining, ...rest }: DecidedPolicy,
  unit: number,
): Pick<Policy, 'budgetUnits' | 'latchUnits' | 'effect' | 'quiet' | 'costs' | 'quality'> & {
  readonly retraining: Pick<Policy['retraining'], 'enabled' | 'warmUpUnits' | 'cooldownUnits'>;
} {
  const days = unit / DAY;
  return {
    ...rest,
    budgetUnits: budgetDays / days,
    latchUnits: Math.ceil(latchDays / days),
    retraining: {
      enabled: retraining.enabled,
      warmUpUnits: Math.ceil(retraining.warmUpDays / days),
      cooldownUnits: retraining.cooldownDays / days,
    },
  };
}

/** The policy of a model: what is configured, and the parts that are fixed by how the evidence was measured. */
export function policyOf(settings: PolicySettings, lead: number): Policy {
  const { unit, windowUnits } = SEASONS[settings.season];
  const { budgetUnits, effect, quiet, latchUnits, retraining, costs, quality } = inUnits(
    decidedPolicy(settings),
    unit,
  );
  // The order of the keys is part of the policy's id.
  return {
    unit,
    budgetUnits: budgetUnits / (settings.share ?? 1),
    effect,
    quiet,
    latchUnits,
    windowUnits,
    retraining: {
      enabled: retraining.enabled,
      warmUpUnits: retraining.warmUpUnits,
      rangeUnits: settings.reference.units / (unit / DAY),
      cooldownUnits: retraining.cooldownUnits,
      lead,
    },
    rollingOutcomes: settings.rollingOutcomes,
    cadence: settings.cadence === 'continuous' ? undefined : settings.cadence,
    costs,
    quality,
    zoneOffset: settings.zoneOffset === 0 ? undefined : settings.zoneOffset,
    share: settings.share,
    component: settings.parent === undefined ? undefined : true,
  };
}

/** A policy with another decision in place of its own; the same decision gives the same id. */
export function withDecided(policy: Policy, decided: DecidedPolicy): Policy {
  const { retraining, costs, quality, budgetUnits, ...rest } = inUnits(decided, policy.unit);
  // A decision without costs or rules takes those of the file away.
  return {
    ...policy,
    ...rest,
    // Whoever decides it speaks of the whole budget.
    budgetUnits: budgetUnits / (policy.share ?? 1),
    retraining: { ...policy.retraining, ...retraining },
    costs,
    quality,
  };
}
