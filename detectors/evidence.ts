/**
 * The evidence that something changed: a conformal e-detector over exchangeable units (days), and bets on rates and
 * losses, under one budget of false alarms. Use alone or from the evaluator:
 *
 *     const calibration = calibrate(referencePanes, { budget: 200 });   // once for a reference; plain JSON
 *     const state = createEvidence(calibration);                         // plain JSON: a snapshot is a copy
 *     for (const pane of panesThatClosedAtOneMoment) observe(calibration, state, pane);
 *     const now = verdict(calibration, state);                           // after all panes of that moment
 *     if (now.alarm) afterAlarm(calibration, state);
 *
 * One calibration and state for each TRACK: the data track (features, scores), whose panes close with the
 * predictions, and the performance track (errors, losses, failures, rate of outcomes), whose panes close with both;
 * each with half of the model's budget (A = 200 units for "1 per 90 days"), so that labels which come late do not
 * stop drift detection. Panes must come unit by unit in the order of time; within one moment in any order.
 *
 * The null hypothesis: units (days) are exchangeable with the reference's. Then the expected number of alarms in T
 * units is at most T / A for 95% of references; `selfTest` checks it on whole weeks of the reference.
 */
import { betEValues } from './bet.js';
import type { Calibration } from './calibration.js';
import type { ConformalScale } from './conformal/calibrate-stream.js';
import { unitOf } from './conformal/season.js';
import { standardise } from './conformal/standardise.js';
import { scorePane } from './conformal/unit-scores.js';
import { createEvidence, type EvidenceState, noScores } from './evidence-state.js';
import type { EvidencePane } from './pane.js';
import { advanceRise } from './rise.js';
import { advance } from './sums.js';
import { unitEValues } from './unit-e-values.js';

export {
  calibrate,
  type Calibration,
  EVIDENCE_DEFAULTS,
  type EvidenceOptions,
  type Refusal,
} from './calibration.js';
export { createEvidence, type EvidenceState };
export type { DistributionPane, EvidencePane, MeanPane, RatePane, StreamKind } from './pane.js';
export { type StreamEvidence, type Verdict, verdict } from './verdict.js';

/** Takes one closed pane. Panes without rows, of unknown or refused streams and scales, and of past units say nothing. */
export function observe(calibration: Calibration, state: EvidenceState, pane: EvidencePane): void {
  if (pane.n <= 0) return;
  const { options } = calibration;
  const place = placeOf(calibration, pane);
  if (!place) return;
  const unit = unitOf(options, pane.start);
  if (state.unit !== null && unit < state.unit) return;
  if (state.unit !== null && unit > state.unit) {
    closeUnit(calibration, state);
    if (state.before !== null && unit > state.unit + 1) state.before = noScores(state.before);
  }
  state.unit = unit;
  if (unit === state.spent) {
    // its panes count no more, but the next unit is held against them
    if (state.before !== null) takeScores(calibration, state.before, place, pane);
    return;
  }

  takeScores(calibration, state.running, place, pane);
  if (pane.scale !== options.unitMs) return;
  const betIndex = calibration.bets.findIndex((one) => one.stream === pane.stream);
  const bet = calibration.bets[betIndex];
  if (bet) state.bets[betIndex] = betEValues(options, bet, pane);
}

/** Starts afresh with the next unit: the budget counts from here, and the running unit has been used up. */
export function afterAlarm(calibration: Calibration, state: EvidenceState): void {
  const { unit, before, running } = state;
  Object.assign(state, {
    ...createEvidence(calibration),
    unit,
    spent: unit,
    before: before === null ? null : running,
  });
}

/** The unit's score under each fold is the largest of its panes'. */
function takeScores(
  { options }: Calibration,
  scores: (number | null)[][],
  { index, scale }: { readonly index: number; readonly scale: ConformalScale },
  pane: EvidencePane,
): void {
  const known = scores[index] ?? [];
  scores[index] = scale.folds.map((fold, k) => {
    const score = standardise(fold.standard, scorePane(options, fold.model, pane));
    return Math.max(known[k] ?? score, score);
  });
}

/** The running unit is whole: its e-values enter the sums for good. */
function closeUnit(calibration: Calibration, state: EvidenceState): void {
  const eValues = unitEValues(calibration, state);
  state.sums = advance(state.sums, eValues);
  const ofComponents = [
    ...eValues.ranks,
    ...eValues.bets.map((stakes) => stakes && stakes.reduce((sum, value) => sum + value, 0) / stakes.length),
  ];
  ofComponents.forEach((eValue, index) => {
    const rise = state.rises[index];
    if (rise && eValue !== null && state.unit !== null) advanceRise(rise, state.unit, eValue);
  });
  if (state.before !== null && state.unit !== state.spent) state.before = state.running;
  state.running = noScores(state.running);
  state.bets = state.bets.map(() => null);
}

function placeOf(calibration: Calibration, pane: EvidencePane) {
  let index = 0;
  for (const stream of calibration.streams) {
    for (const scale of stream.scales) {
      if (stream.stream === pane.stream && stream.kind === pane.kind && scale.scale === pane.scale) {
        return { index, scale };
      }
      index++;
    }
  }
  return null;
}
