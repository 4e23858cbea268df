/** What the fast path knows of the reference, as plain JSON; made once for each reference, never changed. */
import { groupBy } from '../conformal/group-by.js';
import { DAY, type Season, unitOf, UNITS_PER_WEEK } from '../conformal/season.js';
import type { Direction } from '../conformal/value-score.js';
import type { Refusal } from '../calibration.js';
import type { EvidencePane } from '../pane.js';
import { type FastStream, fitFastStream } from './fast-stream.js';

export interface FastOptions {
  /** Length of the exchangeable unit: one season of the stream. Default a day. */
  readonly unitMs: number;
  /** Width of the panes, a divisor of an hour. Default five minutes. */
  readonly scale: number;
  /** Offset of the model's time zone from UTC. Default 0. */
  readonly zoneOffsetMs: number;
  /** Alarm threshold A in units: at most one false alarm is expected in A units. Default 900: a tenth of "1 per 90 days". */
  readonly budget: number;
  /** Units that a reference must have. Default 42. */
  readonly minUnits: number;
  /** Which way a mean is strange: `up` (the default) or `both`, as for volume; by stream. */
  readonly directions: Readonly<Record<string, Direction>>;
  /** Streams that hold half of the statistic together, so that a hundred features do not drown them. Default none. */
  readonly vital: readonly string[];
}

export const FAST_DEFAULTS: FastOptions = {
  unitMs: DAY,
  scale: 300_000,
  zoneOffsetMs: 0,
  budget: 900,
  minUnits: 42,
  directions: {},
  vital: [],
};

export interface FastCalibration {
  readonly algorithm: 'fast/1';
  readonly options: FastOptions;
  /** By name. */
  readonly streams: readonly FastStream[];
  /** By stream; together 1. Any fixed weights keep the budget. */
  readonly weights: readonly number[];
  readonly refusals: readonly Refusal[];
  /** False when not a single stream can be watched. */
  readonly ready: boolean;
}

const HOUR = 3_600_000;
const MOST_FOLDS = 6;

/**
 * @param panes of the reference, in any order; those of another width or without rows are skipped
 * @throws RangeError for options that make no sense
 */
export function calibrateFast(
  panes: readonly EvidencePane[],
  given: Partial<FastOptions> = {},
): FastCalibration {
  const options: FastOptions = { ...FAST_DEFAULTS, ...given };
  checkOptions(options);
  const season: Season = options;
  const filled = panes.filter((pane) => pane.n > 0 && pane.scale === options.scale);
  const streams: FastStream[] = [];
  const refusals: Refusal[] = [];
  for (const [stream, ofStream] of [...groupBy(filled, (pane) => pane.stream)].sort(byName)) {
    const units = new Set(ofStream.map((pane) => unitOf(season, pane.start)));
    if (units.size < options.minUnits) {
      refusals.push({ stream, reason: `${units.size} of ${options.minUnits} units in the reference` });
      continue;
    }
    const kinds = new Set(ofStream.map((pane) => pane.kind));
    if (kinds.size > 1) {
      refusals.push({ stream, reason: `panes of several kinds: ${[...kinds].sort().join(', ')}` });
      continue;
    }
    const firstUnit = [...units].reduce((least, unit) => Math.min(least, unit));
    const lastUnit = [...units].reduce((most, unit) => Math.max(most, unit));
    const weeks = Math.ceil((lastUnit - firstUnit + 1) / UNITS_PER_WEEK);
    if (weeks < 2) {
      refusals.push({ stream, reason: 'one week in the reference: give at least two' });
      continue;
    }
    const folds = Math.min(MOST_FOLDS, weeks);
    const direction = options.directions[stream] ?? 'up';
    streams.push(fitFastStream(season, stream, ofStream, { firstUnit, folds, direction }));
  }
  const weights = weightsOf(streams, options.vital);
  return { algorithm: 'fast/1', options, streams, weights, refusals, ready: streams.length > 0 };
}

function weightsOf(streams: readonly FastStream[], vital: readonly string[]): number[] {
  const isVital = streams.map(({ stream }) => vital.includes(stream));
  const count = isVital.filter(Boolean).length;
  if (count === 0 || count === streams.length) return streams.map(() => 1 / streams.length);
  return isVital.map((is) => 0.5 / (is ? count : streams.length - count));
}

function checkOptions({ unitMs, scale, budget }: FastOptions): void {
  if (!(unitMs > 0)) throw new RangeError(`unitMs is ${unitMs}: give the length of a season in milliseconds`);
  if (!(scale > 0) || HOUR % scale !== 0 || unitMs % scale !== 0) {
    throw new RangeError(
      `scale is ${scale}: give a divisor of an hour and of unitMs ${unitMs} in milliseconds`,
    );
  }
  if (!(budget > 1))
    throw new RangeError(`budget is ${budget}: give units for each false alarm, more than 1`);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
