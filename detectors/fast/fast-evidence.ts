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
 * is their weighted mean; alarm at >= A = budget. An alarm takes at least A out of the statistic, and an unchanged
 * stream puts in at most 1 a unit on average, so at most T / A alarms are expected in T units while units are
 * exchangeable with the reference's, as far as the fitted tails hold: `fastSelfTest` checks it on whole weeks.
 */
import { unitOf } from '../conformal/season.js';
import type { EvidencePane, StreamKind } from '../pane.js';
import { shiryaevRoberts } from '../shiryaev-roberts.js';
import type { FastCalibration } from './fast-calibration.js';
import { carriersOf } from './carriers.js';
import { fastEValue, jumpOf } from './fast-stream.js';
import { followTrail, type RateTrail } from './rate-rise.js';
import { fastSlotOf } from './slots.js';

/** Of one stream; each has its own clock, since labels come later than features. */
export interface FastStreamState {
  /** The running unit; null before the first pane. */
  unit: number | null;
  /** Running maximum of its e-value; null before its first pane, and when an alarm has used the unit up. */
  running: number | null;
  /** An alarm has used the running unit up. */
  spent: boolean;
  /** Start of the first pane of the latest run of panes that speak for a change; null: not now. */
  since: number | null;
  /** Shiryaev-Roberts sum after the last whole unit. */
  sum: number;
  /** Of a rate: what the running unit has shown so far. */
  trail: RateTrail | null;
}

/** By stream, in the order of the calibration. */
export interface FastState {
  streams: FastStreamState[];
}

export interface FastStreamEvidence {
  readonly stream: string;
  readonly kind: StreamKind;
  /** Part of the statistic that this stream holds, 0 to 1; together 1. */
  readonly share: number;
  /** Its own Shiryaev-Roberts sum, unweighted: at the budget or above, it would be an alarm if it were alone. */
  readonly statistic: number;
  /** E-value of its running unit so far; null before its first pane, and after an alarm until the next unit. */
  readonly eValue: number | null;
  /** Start of the first pane of its run of strange panes, epoch milliseconds; null: not strange now. */
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
    streams: streams.map(() => ({
      unit: null,
      running: null,
      spent: false,
      since: null,
      sum: 0,
      trail: null,
    })),
  };
}

/**
 * Takes one closed pane; panes of one stream come unit by unit in the order of time. Panes without rows, of unknown or
 * refused streams, of other widths and kinds, and of past units say nothing.
 */
export function observeFast(calibration: FastCalibration, state: FastState, pane: EvidencePane): void {
  const { options } = calibration;
  if (!(pane.n > 0) || pane.scale !== options.scale) return;
  const index = indexOf(calibration.streams, pane.stream);
  const [stream, own] = [calibration.streams[index], state.streams[index]];
  if (!stream || !own || pane.kind !== stream.kind) return;
  const unit = unitOf(options, pane.start);
  if (own.unit !== null && unit < own.unit) return;
  if (own.unit !== null && unit > own.unit) closeUnit(own);
  own.unit = unit;
  if (own.spent) return;
  const jump = jumpOf(options.budget, calibration.weights[index] ?? 0);
  const slot = fastSlotOf(options, pane.start);
  const eValue = fastEValue(stream, slot, pane, jump, own.trail);
  if (stream.kind === 'rate' && pane.kind === 'rate') {
    own.trail = followTrail(stream.model, own.trail, slot, pane);
  }
  own.running = Math.max(own.running ?? 0, eValue);
  own.since = eValue > 1 ? (own.since ?? pane.start) : null;
}

/** Call after all panes of a moment have been observed. Changes nothing. */
export function fastVerdict(calibration: FastCalibration, state: FastState): FastVerdict {
  const { streams, weights, options } = calibration;
  const sums = state.streams.map(sumOf);
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
        eValue: state.streams[index]?.running ?? null,
        onset: state.streams[index]?.since ?? null,
      }))
      .sort((a, b) => b.share - a.share || (a.stream < b.stream ? -1 : 1)),
  };
}

/**
 * The streams that carried the alarm, and all whose own sum has reached the budget, start afresh with their next unit;
 * the others go on: another break on the same day is told as well.
 */
export function afterFastAlarm(calibration: FastCalibration, state: FastState): void {
  const { weights, options } = calibration;
  for (const index of carriersOf(weights, state.streams.map(sumOf), options.budget)) {
    const own = state.streams[index];
    if (own) Object.assign(own, { running: null, spent: true, since: null, sum: 0, trail: null });
  }
}

/** The statistic. */
export function weightedSum(weights: readonly number[], sums: readonly number[]): number {
  return sums.reduce((total, sum, index) => total + (weights[index] ?? 0) * sum, 0);
}

function sumOf({ sum, running }: FastStreamState): number {
  return running === null ? sum : shiryaevRoberts(sum, running);
}

/** The running unit is whole: its e-value enters the sum for good. */
function closeUnit(own: FastStreamState): void {
  own.sum = sumOf(own);
  own.running = null;
  own.spent = false;
  own.trail = null;
}

/** Place of a stream among those sorted by name; -1: none. */
function indexOf(streams: FastCalibration['streams'], name: string): number {
  let [low, high] = [0, streams.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = streams[middle]?.stream ?? '';
    if (found === name) return middle;
    if (found < name) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
