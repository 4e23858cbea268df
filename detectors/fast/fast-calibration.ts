/** What the fast path knows of the reference, as plain JSON; made once for each reference, never changed. */
import { groupBy } from '../conformal/group-by.js';
import { DAY, unitOf, unitsPerWeek } from '../conformal/season.js';
import type { Direction } from '../conformal/value-score.js';
import type { Refusal } from '../calibration.js';
import type { EvidencePane } from '../pane.js';
import type { ReferencePlaces } from './cross-fitted.js';
import { type FastStream, fitFastStream } from './fast-stream.js';
import { fastWeights } from './fast-weights.js';
import { fastSlotCount, fastSlotOf } from './slots.js';

export interface FastOptions {
  /** Length of the exchangeable unit: one season of the stream. Default a day. */
  readonly unitMs: number;
  /** Width of the panes, a divisor of `unitMs`. Default five minutes. */
  readonly scale: number;
  /** Offset of the model's time zone from UTC. Default 0. */
  readonly zoneOffsetMs: number;
  /** Alarm threshold A in units: at most one false alarm is expected in A units. Default 900: a tenth of "1 per 90 days". */
  readonly budget: number;
  /** Units with rows that a stream's reference must have. Default 28: four whole weeks, or six of workdays. */
  readonly minUnits: number;
  /** Which way a mean is strange: `up` (the default) or `both`, as for volume; by stream. */
  readonly directions: Readonly<Record<string, Direction>>;
  /**
   * Streams that hold half of the statistic together, so that a hundred features do not drown them; the first of them
   * that the reference has holds half of that half. Default none.
   */
  readonly vital: readonly string[];
}

export const FAST_DEFAULTS: FastOptions = {
  unitMs: DAY,
  scale: 300_000,
  zoneOffsetMs: 0,
  budget: 900,
  minUnits: 28,
  directions: {},
  vital: [],
};

export interface FastCalibration {
  readonly algorithm: 'fast/3';
  readonly options: FastOptions;
  /** By name. */
  readonly streams: readonly FastStream[];
  /** By stream; together 1. Any fixed weights keep the budget. */
  readonly weights: readonly number[];
  readonly refusals: readonly Refusal[];
  /** False when not a single stream can be watched. */
  readonly ready: boolean;
}

const MOST_FOLDS = 6;

/**
 * @param panes of the reference, in any order; those of another width or without rows are skipped
 * @throws RangeError for options that make no sense
 */
export function calibrateFast(
  panes: Iterable<EvidencePane>,
  given: Partial<FastOptions> = {},
): FastCalibration {
  const options: FastOptions = { ...FAST_DEFAULTS, ...given };
  checkOptions(options);
  const byStream = groupBy(filledPanes(panes, options.scale), (pane) => pane.stream);
  const slots = fastSlotCount(options);
  const weekOf = (unit: number) => Math.floor(unit / unitsPerWeek(options));
  const streams: FastStream[] = [];
  const refusals: Refusal[] = [];
  for (const [stream, ofStream] of [...byStream].sort(byName)) {
    const units = new Set(ofStream.map((pane) => unitOf(options, pane.start)));
    const weeks = [...new Set([...units].map(weekOf))].sort((a, b) => a - b);
    const reason = refusalOf(ofStream, units.size, weeks.length, options.minUnits);
    if (reason !== null) {
      refusals.push({ stream, reason });
      continue;
    }
    const foldByWeek = new Map(weeks.map((week, index) => [week, index % MOST_FOLDS]));
    const places: ReferencePlaces = {
      slots,
      direction: options.directions[stream] ?? 'up',
      slotOf: (start) => fastSlotOf(options, start),
      unitOf: (start) => unitOf(options, start),
      foldOf: (unit) => foldByWeek.get(weekOf(unit)) ?? 0,
    };
    // Sums of floating-point numbers depend on the order: it is fixed here.
    streams.push(
      fitFastStream(
        stream,
        ofStream.sort((a, b) => a.start - b.start),
        places,
      ),
    );
  }
  const weights = fastWeights(
    streams.map(({ stream }) => stream),
    options.vital,
  );
  return { algorithm: 'fast/3', options, streams, weights, refusals, ready: streams.length > 0 };
}

function* filledPanes(panes: Iterable<EvidencePane>, scale: number): Generator<EvidencePane> {
  for (const pane of panes) if (pane.n > 0 && pane.scale === scale) yield pane;
}

function refusalOf(
  panes: readonly EvidencePane[],
  units: number,
  weeks: number,
  minUnits: number,
): string | null {
  if (units < minUnits) return `${units} of ${minUnits} units in the reference`;
  if (weeks < 2) return 'one week in the reference: give at least two';
  const kinds = new Set(panes.map((pane) => pane.kind));
  return kinds.size > 1 ? `panes of several kinds: ${[...kinds].sort().join(', ')}` : null;
}

function checkOptions({ unitMs, scale, budget }: FastOptions): void {
  if (!(unitMs > 0)) throw new RangeError(`unitMs is ${unitMs}: give the length of a season in milliseconds`);
  if (!(scale > 0) || unitMs % scale !== 0) {
    throw new RangeError(`scale is ${scale}: give a divisor of unitMs ${unitMs} in milliseconds`);
  }
  if (!(budget > 1))
    throw new RangeError(`budget is ${budget}: give units for each false alarm, more than 1`);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
