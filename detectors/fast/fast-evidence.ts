/**
 * The fast path: tells a break within minutes, beside the day's detector, which tells what creeps. It has a tenth of
 * the budget of false alarms and looks at the narrowest panes.
 *
 *     const calibration = calibrateFast(referencePanes);   // plain JSON
 *     const state = createFast(calibration);               // plain JSON: a snapshot is a copy
 *     for (const pane of panesThatClosedAtOneMoment) observeFast(calibration, state, pane);
 *     const now = fastVerdict(calibration, state);         // after all panes of that moment
 *     if (now.alarm) afterFastAlarm(calibration, state);
 *
 * The exchangeable unit stays the day, with the running maximum over its panes, so that an alarm may fire at any pane
 * and an hour of bad weather counts once. One e-value a unit and stream enters its Shiryaev-Roberts sum; the statistic
 * is their weighted mean; alarm at >= A = budget. While units are exchangeable with the reference's, the expected number of
 * alarms in T units is at most T / A, as far as the fitted tails hold: `fastSelfTest` checks it on whole weeks.
 */
import { groupBy } from '../conformal/group-by.js';
import { unitOf } from '../conformal/season.js';
import type { EvidencePane, StreamKind } from '../pane.js';
import { shiryaevRoberts } from '../shiryaev-roberts.js';
import type { FastCalibration } from './fast-calibration.js';
import { fastEValue, jumpOf } from './fast-stream.js';

export interface FastState {
  /** The running unit; null before the first pane. */
  unit: number | null;
  /** The unit in which an alarm was raised: it has been used up. */
  spent: number | null;
  /** By stream: running maximum of the running unit's e-value; null before its first pane. */
  running: (number | null)[];
  /** By stream: start of the first pane of the latest run of panes that speak for a change; null: not now. */
  since: (number | null)[];
  /** By stream: Shiryaev-Roberts sum after the last whole unit. */
  sums: number[];
}

export interface FastStreamEvidence {
  readonly stream: string;
  readonly kind: StreamKind;
  /** Part of the statistic that this stream holds, 0 to 1; together 1. */
  readonly share: number;
  /** Its own sum, unweighted: its evidence as if it alone were watched. */
  readonly statistic: number;
  /** E-value of the running unit so far; null before its first pane. */
  readonly eValue: number | null;
  /** Begin of the change, epoch milliseconds, to within a pane; null: not now. */
  readonly onset: number | null;
}

export interface FastVerdict {
  readonly statistic: number;
  readonly threshold: number;
  readonly alarm: boolean;
  /** Most of the statistic first; equal ones by name. */
  readonly streams: readonly FastStreamEvidence[];
}

export function createFast({ streams }: FastCalibration): FastState {
  return {
    unit: null,
    spent: null,
    running: streams.map(() => null),
    since: streams.map(() => null),
    sums: streams.map(() => 0),
  };
}

/**
 * Takes one closed pane; panes come unit by unit in the order of time, within one moment in any order. Panes without
 * rows, of unknown or refused streams, of other widths and of past units say nothing.
 */
export function observeFast(calibration: FastCalibration, state: FastState, pane: EvidencePane): void {
  const { options } = calibration;
  if (pane.n <= 0 || pane.scale !== options.scale) return;
  const index = calibration.streams.findIndex((one) => one.stream === pane.stream && one.kind === pane.kind);
  const stream = calibration.streams[index];
  if (!stream) return;
  const unit = unitOf(options, pane.start);
  if (state.unit !== null && unit < state.unit) return;
  if (state.unit !== null && unit > state.unit) closeUnit(state);
  state.unit = unit;
  if (unit === state.spent) return;
  const eValue = fastEValue(options, stream, pane, jumpOf(options.budget, calibration.weights[index] ?? 0));
  state.running[index] = Math.max(state.running[index] ?? 0, eValue);
  state.since[index] = eValue > 1 ? (state.since[index] ?? pane.start) : null;
}

/** Call after all panes of a moment have been observed. Changes nothing. */
export function fastVerdict(calibration: FastCalibration, state: FastState): FastVerdict {
  const { streams, weights, options } = calibration;
  // A stream without a pane in the running unit counts 0: a sum of yesterday beside one of today would look ahead.
  const sums = streams.map((_, index) =>
    shiryaevRoberts(state.sums[index] ?? 0, state.unit === state.spent ? 0 : (state.running[index] ?? 0)),
  );
  const statistic = weightedSum(weights, sums);
  return {
    statistic,
    threshold: options.budget,
    alarm: statistic >= options.budget,
    streams: streams
      .map(({ stream, kind }, index) => ({
        stream,
        kind,
        share: statistic > 0 ? ((weights[index] ?? 0) * (sums[index] ?? 0)) / statistic : 0,
        statistic: sums[index] ?? 0,
        eValue: state.running[index] ?? null,
        onset: state.since[index] ?? null,
      }))
      .sort((a, b) => b.share - a.share || (a.stream < b.stream ? -1 : 1)),
  };
}

/** Starts afresh with the next unit: the budget counts from here, and the running unit has been used up. */
export function afterFastAlarm(calibration: FastCalibration, state: FastState): void {
  Object.assign(state, { ...createFast(calibration), unit: state.unit, spent: state.unit });
}

/** The running unit is whole: its e-values enter the sums for good. A stream without a pane in it stands still. */
function closeUnit(state: FastState): void {
  state.sums = state.sums.map((sum, index) => {
    const eValue = state.running[index];
    return eValue === null || eValue === undefined ? sum : shiryaevRoberts(sum, eValue);
  });
  state.running = state.running.map(() => null);
}

/** The statistic. */
export function weightedSum(weights: readonly number[], sums: readonly number[]): number {
  return sums.reduce((total, sum, index) => total + (weights[index] ?? 0) * sum, 0);
}

/** E-values of whole units, unit by unit in the order of time, each by stream. @param panes in any order */
export function fastUnitEValues(
  calibration: FastCalibration,
  panes: readonly EvidencePane[],
): (number | null)[][] {
  return [...groupBy(panes, (pane) => unitOf(calibration.options, pane.start))]
    .sort(([a], [b]) => a - b)
    .map(([, ofUnit]) => {
      const state = createFast(calibration);
      for (const pane of ofUnit) observeFast(calibration, state, pane);
      return state.running;
    });
}
