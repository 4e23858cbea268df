import type { BatchCadence } from './batches.js';
import type { Costs } from './costs.js';
import type { QualityRules } from './quality-rules.js';
import { stableId } from './stable-id.js';

/** What decides alerts and retraining of one model. Durations in ms of event time. */
export interface Policy {
  /** Length of the exchangeable unit: one season, a day or a week. */
  readonly unit: number;
  /** At most one expected false alarm in so many units, over everything that is watched of the model. */
  readonly budgetUnits: number;
  readonly effect: {
    /** Bias-corrected Jensen-Shannon distance (root of bits) from the reference. */
    readonly js: number;
    readonly jsSevere: number;
    /** Points of a rate (accuracy, failures). */
    readonly points: number;
    readonly pointsSevere: number;
    /** Relative rise of a loss (log loss, absolute error). */
    readonly loss: number;
    readonly lossSevere: number;
    /** Times the usual latency. */
    readonly latency: number;
    readonly latencySevere: number;
    /** Times the usual volume, or that part of it. */
    readonly volume: number;
    readonly volumeSevere: number;
    /** Points by which the gap between groups that should be treated alike grows. */
    readonly gap: number;
    readonly gapSevere: number;
  };
  /** Event-time windows in which nothing is evidence and nothing fires. */
  readonly quiet: readonly QuietWindow[];
  /** Evidence waits this many units for the effect to arrive. */
  readonly latchUnits: number;
  /** The effect is taken over the time since the onset, at least and at most so many units. */
  readonly windowUnits: readonly [number, number];
  readonly retraining: {
    readonly enabled: boolean;
    /** Units before the first training that are not used: a start is not typical. */
    readonly warmUpUnits: number;
    /** Units of history that a version is trained on and referenced to. */
    readonly rangeUnits: number;
    /** Units without another automatic request after one. */
    readonly cooldownUnits: number;
    /** L: a promotion is in force so long after the deciding pane. */
    readonly lead: number;
  };
  readonly rollingOutcomes: number;
  /** Asked in batches; undefined: all day. */
  readonly cadence?: BatchCadence | undefined;
  /** What being wrong costs, where somebody has said so: decides nothing, prices a loss. */
  readonly costs?: Costs | undefined;
  /** What people know of single features, by name. */
  readonly quality?: QualityRules | undefined;
  /** Standard time of the zone by which units begin ahead of UTC, ms; undefined: UTC. */
  readonly zoneOffset?: number | undefined;
  /** Its part in a budget that it shares, which `budgetUnits` is made of; undefined: it has one to itself. */
  readonly share?: number | undefined;
  /** One score of a model with several objectives: traffic and training are that model's. */
  readonly component?: true | undefined;
}

/** Maintenance: [from, to), epoch ms; with `every`, again after each such stretch of time (a week). */
export interface QuietWindow {
  readonly from: number;
  readonly to: number;
  readonly every: number | null;
}

export const ALGORITHM = 'leeway-verdict/2';

export function policyId(policy: Policy): string {
  return stableId(ALGORITHM, JSON.stringify(policy));
}
