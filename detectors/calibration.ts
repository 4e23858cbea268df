/**
 * What the evidence knows of the reference, as plain JSON: for every stream and scale the models of its panes, the
 * strangeness of its own units, and the bets; made once for each reference, never changed.
 */
import { type ConformalStream, calibrateStream, type Folding } from './conformal/calibrate-stream.js';
import { groupBy } from './conformal/group-by.js';
import { calibrateEnsemble, type Ensemble } from './conformal/ensemble.js';
import { DAY, HOUR, type Season, unitOf, unitsPerWeek } from './conformal/season.js';
import type { Direction } from './conformal/value-score.js';
import type { EvidencePane } from './pane.js';
import { type Bet, fitBet } from './bet.js';
import { trendOf } from './conformal/trend.js';

export interface EvidenceOptions {
  /** Length of the exchangeable unit: one season of the stream. Default a day; weeks begin on Monday. */
  readonly unitMs: number;
  /** Widths of the panes to look at, each a divisor of the unit. Default 24 h and 6 h. */
  readonly scales: readonly number[];
  /** Offset of the model's time zone from UTC. Default 0. */
  readonly zoneOffsetMs: number;
  /** Alarm threshold A in units: at most one false alarm is expected in A units. Default 200: half of "1 per 90 days". */
  readonly budget: number;
  /** Units that a reference must have. Default 42. */
  readonly minUnits: number;
  /** Which way a rate or a mean is strange: `up` (worse only, the default) or `both`; by stream. */
  readonly directions: Readonly<Record<string, Direction>>;
  /** Whether units are ranked by what they add to the unit before them: for units that resemble their neighbours. Default no. */
  readonly innovations: boolean;
  /** The statistic must reach this many times the budget, for references on which it overspends. Default 1, at least 1. */
  readonly caution: number;
  /** Share of the statistic that the bets of rates and means get beside the ranks. Default .25. */
  readonly betShare: number;
  /** Seed of the self-test and of long permutation tests. */
  readonly seed: number;
}

export const EVIDENCE_DEFAULTS: EvidenceOptions = {
  unitMs: DAY,
  scales: [DAY, 6 * HOUR],
  zoneOffsetMs: 0,
  budget: 200,
  minUnits: 42,
  directions: {},
  innovations: false,
  caution: 1,
  betShare: 0.25,
  seed: 1,
};

/** A stream that cannot be watched, and why; in words for people. */
export interface Refusal {
  readonly stream: string;
  readonly reason: string;
}

export interface Calibration {
  readonly algorithm: 'conformal-e/1';
  readonly options: EvidenceOptions;
  readonly firstUnit: number;
  /** Units of the reference, whole weeks. */
  readonly units: number;
  readonly folds: number;
  /** Ranks, by name of the stream. */
  readonly streams: readonly ConformalStream[];
  readonly bets: readonly Bet[];
  readonly ensemble: Ensemble;
  readonly refusals: readonly Refusal[];
  /** False when not a single stream can be watched; `refusals` says why. */
  readonly ready: boolean;
}

/** More folds than this buy nothing: a live pane is scored once by each. */
const MOST_FOLDS = 6;

/**
 * @param panes of the reference, all streams and scales, in any order; the newest whole weeks of them are used
 * @returns whatever the data are; `ready` and `refusals` say what cannot be watched
 * @throws RangeError for options that make no sense
 */
export function calibrate(
  panes: readonly EvidencePane[],
  options: Partial<EvidenceOptions> = {},
): Calibration {
  const resolved: EvidenceOptions = { ...EVIDENCE_DEFAULTS, ...options };
  checkOptions(resolved);
  return calibrated(panes, resolved, trendOf);
}

/** Of some weeks of a reference that has been judged as a whole: trends are not asked for once more. */
export function calibratePart(panes: readonly EvidencePane[], options: EvidenceOptions): Calibration {
  return calibrated(panes, { ...options, minUnits: 1 }, () => null);
}

function calibrated(
  panes: readonly EvidencePane[],
  resolved: EvidenceOptions,
  reasonToRefuse: typeof trendOf,
): Calibration {
  const season: Season = resolved;
  // in the order of time, so that sums of floats are the same whatever the order in which panes are given
  const filled = panes
    .filter((pane) => pane.n > 0 && resolved.scales.includes(pane.scale))
    .sort((a, b) => a.start - b.start);
  let [first, last] = [Infinity, -Infinity];
  for (const pane of filled) {
    const unit = unitOf(season, pane.start);
    first = Math.min(first, unit);
    last = Math.max(last, unit);
  }
  const weeks = last >= first ? Math.floor((last - first + 1) / unitsPerWeek(season)) : 0;
  const units = weeks * unitsPerWeek(season);
  const firstUnit = weeks > 0 ? last + 1 - units : 0;
  const folds = Math.max(1, Math.min(MOST_FOLDS, weeks));
  const inside = filled.filter((pane) => unitOf(season, pane.start) >= firstUnit);

  const refusals: Refusal[] = [];
  const streams: ConformalStream[] = [];
  const bets: Bet[] = [];
  const byStream = groupBy(inside, (pane) => pane.stream);
  for (const stream of [...new Set(panes.map((pane) => pane.stream))].sort(byName)) {
    const ofStream = byStream.get(stream) ?? [];
    const seen = unitsOf(season, ofStream);
    if (seen < resolved.minUnits || weeks < 2) {
      const all = unitsOf(
        season,
        filled.filter((pane) => pane.stream === stream),
      );
      const had = all < resolved.minUnits ? all : seen; // whole weeks are taken: say what there was
      refusals.push({ stream, reason: `${had} of ${resolved.minUnits} units in the reference` });
      continue;
    }
    const trend = reasonToRefuse(season, ofStream, { firstUnit, weeks, seed: resolved.seed });
    if (trend !== null) {
      refusals.push({ stream, reason: trend });
      continue;
    }
    const direction = resolved.directions[stream] ?? 'up';
    const folding: Folding = { firstUnit, folds, direction, innovations: resolved.innovations };
    streams.push(calibrateStream(season, stream, ofStream, folding));
    const bet = fitBet(season, stream, ofStream, folding);
    if (bet !== null) bets.push(bet);
  }
  return {
    algorithm: 'conformal-e/1',
    options: resolved,
    firstUnit,
    units,
    folds,
    streams,
    bets,
    ensemble: calibrateEnsemble(streams, folds),
    refusals,
    ready: streams.length > 0,
  };
}

/** What the statistic must reach for an alarm. */
export function thresholdOf({ options }: Calibration): number {
  return options.budget * options.caution;
}

function unitsOf(season: Season, panes: readonly EvidencePane[]): number {
  return new Set(panes.map((pane) => unitOf(season, pane.start))).size;
}

function checkOptions({ unitMs, scales, budget, betShare, caution }: EvidenceOptions): void {
  if (!(unitMs > 0)) throw new RangeError(`unitMs is ${unitMs}: give the length of a season in milliseconds`);
  const odd = scales.find((scale) => !(scale > 0) || unitMs % scale !== 0);
  if (odd !== undefined || scales.length === 0) {
    throw new RangeError(
      `scales are [${scales.join(', ')}]: give at least one, each a divisor of unitMs ${unitMs}`,
    );
  }
  if (!(budget > 1))
    throw new RangeError(`budget is ${budget}: give units for each false alarm, more than 1`);
  if (!(caution >= 1 && caution < Infinity))
    throw new RangeError(`caution is ${caution}: give a factor of the budget, 1 or more`);
  if (!(betShare >= 0 && betShare <= 1))
    throw new RangeError(`betShare is ${betShare}: give a share from 0 to 1`);
}

function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
