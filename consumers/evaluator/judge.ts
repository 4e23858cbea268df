import {
  afterAlarm,
  observe,
  verdict,
  type Calibration,
  type EvidenceState,
} from '../../detectors/evidence.js';
import {
  afterFastAlarm,
  fastVerdict,
  observeFast,
  type FastCalibration,
  type FastState,
} from '../../detectors/fast/index.js';
import type { EvidencePane } from '../../detectors/pane.js';
import { unseenBins } from '../../src/policy/bins.js';
import { isOfCadence } from '../../src/policy/batches.js';
import { isRuled } from '../../src/policy/quality-rules.js';
import { isQuiet } from '../../src/policy/quiet.js';
import { EXPECTED_LOSS_STREAM, HOURLY_SCALE } from '../../src/policy/reference.js';
import { groupOf, subjectOf } from '../../src/policy/streams/stream-names.js';
import { DAY, dayStart, widePaneStart } from '../../src/policy/units.js';
import type { AlertRecord } from '../../src/records/feed.js';
import { isOfSpeed, streamOfAlert } from './alert-stream.js';
import { isOpen, moveAlert, openAt } from './alerts.js';
import type { Effect } from './effect.js';
import { totalCounts } from './pane-totals.js';
import { widenPanes } from './fast-panes.js';
import { explainAnew } from './explain-anew.js';
import { fire } from './fire.js';
import { latchAlarm, stillLatched, type Alarm, type Latched } from '../../detectors/latch.js';
import type { Attention, ModelState } from './model-state.js';
import type { Moment } from './moment.js';
import { CALM_PANES, calmSince, effectSince, panesSince, remember } from './recent-panes.js';
import { calibrationOf, fastCalibrationOf } from './watch.js';
import { inSilence } from './silences.js';
import { madeSince } from './made-since.js';
import { shownSince, sinceWhen } from './since-when.js';
import { closeWeeks, countsWeeks, inWholeUnits } from './weekly-panes.js';

/** One alarm makes at most so many alerts: the largest shares first. */
const MOST_ALERTS = 8;
/** Share of rows in bins that the reference never had, above which scores are not believed to be calibrated. */
const UNSEEN_SHARE = 0.01;

/**
 * Takes the moment's panes in as evidence; where the evidence is enough it waits, latched, for the effect; where both are
 * there an alert fires. Open alerts whose effect has gone resolve.
 * @returns alerts that are new or have changed
 */
export function judge(moment: Moment, panes: readonly EvidencePane[]): AlertRecord[] {
  const { watch, track, speed, end, policy } = moment;
  const attention = watch.tracks[track][speed];
  if (!attention) return [];
  if (speed === 'unit' && countsWeeks(policy)) return judgeWeeks(moment, attention, panes);
  const scale =
    speed === 'fast' ? fastCalibrationOf(watch.reference, track, policy)?.options.scale : undefined;
  if (scale === undefined) return judgePanes(moment, attention, panes);
  return widenPanes(attention, panes, end, scale, policy).flatMap((ready) =>
    judgePanes({ ...moment, end: ready.end }, attention, ready.panes),
  );
}

/** Days, and the week when it is over; one whose last days were silent is judged when more comes. */
function judgeWeeks(
  moment: Moment,
  attention: Attention<unknown>,
  panes: readonly EvidencePane[],
): AlertRecord[] {
  const { watch, end, policy } = moment;
  const weeks = closeWeeks(attention, inWholeUnits(panes, watch, policy), end, policy);
  const late = weeks.filter((week) => week.end < end);
  const now = weeks.filter((week) => week.end === end).flatMap((week) => week.panes);
  return [
    ...late.flatMap((week) => judgePanes({ ...moment, end: week.end }, attention, week.panes)),
    ...judgePanes(moment, attention, [...panes, ...now]),
  ];
}

function judgePanes(
  moment: Moment,
  attention: Attention<unknown>,
  panes: readonly EvidencePane[],
): AlertRecord[] {
  const { speed, end, policy } = moment;
  const loud = panes.filter(
    (pane) =>
      !isQuiet(policy.quiet, pane.start, pane.start + pane.scale) &&
      !(speed === 'fast' && policy.cadence && isOfCadence(pane)),
  );
  for (const pane of loud) remember(attention, pane, speed);
  const alarm = weigh(moment, loud);
  attention.latched = stillLatched(attention.latched, end);
  if (alarm) {
    // What broke shows at once; what creeps may take units to have gone far enough.
    const lasts = speed === 'unit' ? policy.latchUnits * policy.unit : DAY;
    attention.latched = latchAlarm(attention.latched, alarm, end, lasts);
  }
  if (isQuiet(policy.quiet, end - 1, end)) return [];
  return [
    ...fireLatched(moment, attention),
    ...explainAnew(moment).map((alert) => replace(moment.model, alert)),
    ...resolveAlerts(moment),
  ];
}

/** Puts a changed alert in the place of its former self. */
export function replace(model: ModelState, alert: AlertRecord): AlertRecord {
  model.alerts = model.alerts.map((old) => (old.id === alert.id ? alert : old));
  return alert;
}

function weigh(moment: Moment, panes: readonly EvidencePane[]): Alarm | null {
  const { watch, track, speed, policy } = moment;
  if (speed === 'unit') {
    return weighUnits(
      calibrationOf(watch.reference, track, policy),
      watch.tracks[track].unit.evidence,
      inWholeUnits(panes, watch, policy),
    );
  }
  const calibration = fastCalibrationOf(watch.reference, track, policy);
  const state = watch.tracks[track].fast?.evidence;
  return calibration && state ? weighBasePanes(calibration, state, panes) : null;
}

function weighUnits(
  calibration: Calibration,
  state: EvidenceState,
  panes: readonly EvidencePane[],
): Alarm | null {
  for (const pane of panes) observe(calibration, state, pane);
  if (!calibration.ready) return null;
  const now = verdict(calibration, state);
  if (!now.alarm) return null;
  afterAlarm(calibration, state);
  return now;
}

function weighBasePanes(
  calibration: FastCalibration,
  state: FastState,
  panes: readonly EvidencePane[],
): Alarm | null {
  for (const pane of panes) observeFast(calibration, state, pane);
  const { alarm, statistic, threshold, streams } = fastVerdict(calibration, state);
  if (!alarm) return null;
  afterFastAlarm(calibration, state);
  return { statistic, threshold, streams: streams.map((one) => ({ ...one, own: one.statistic })) };
}

function fireLatched(moment: Moment, attention: Attention<unknown>): AlertRecord[] {
  const { model, version, watch, track, speed, end, policy } = moment;
  const fired: AlertRecord[] = [];
  const open = new Set(
    openAt(model.alerts, version.version, track, end).map((a) => groupOf(streamOfAlert(a))),
  );
  for (const latched of byConsequence(attention.latched)) {
    const group = groupOf(latched.stream);
    if (fired.length >= MOST_ALERTS || open.has(group) || isConsequence(latched, open)) continue;
    if (isRuled(policy.quality, latched.stream)) continue;
    const unit = speed === 'unit' ? policy.unit : DAY;
    const onset = latched.onset ?? latched.at - unit;
    const effect = effectSince(watch, { track, speed, stream: latched.stream, onset, end }, policy);
    if (!effect || effect.value < effect.floor) continue;
    if (track === 'data' && isImprovement(moment, latched.stream, onset)) continue;
    const within = speed === 'unit' ? unit : (watch.reference.fast?.[track]?.options.scale ?? unit);
    const shown = speed === 'fast' ? sinceWhen(moment, latched, within) : { onset, onsetWithin: within };
    const began = madeSince(moment, latched.stream, shown);
    const alert = inSilence(model, fire(moment, { ...latched, ...began }, effect), end);
    model.alerts.push(alert);
    fired.push(alert);
    open.add(group);
  }
  // While an alert of the group is open, more evidence is evidence of the same change; so is what follows from it.
  attention.latched = attention.latched.filter(
    (latched) => !open.has(groupOf(latched.stream)) && !isConsequence(latched, open),
  );
  return fired;
}

/** What others follow from comes first: inputs before answers, all rows before a segment; otherwise as they are. */
function byConsequence(latched: readonly Latched[]): Latched[] {
  const follows = ({ stream }: Latched) => {
    const subject = subjectOf(stream);
    if (subject.about === 'performance') return subject.segment !== '';
    return subject.about === 'prediction' || subject.about === 'outcome';
  };
  return [...latched.filter((one) => !follows(one)), ...latched.filter(follows)];
}

/**
 * Answers and outcomes move with the inputs, outcomes when they mean something else, and a segment's performance with that
 * of all rows: no news of its own.
 */
function isConsequence({ stream }: Latched, open: ReadonlySet<string>): boolean {
  const subject = subjectOf(stream);
  const inputs = [...open].some((group) => group.startsWith('input:'));
  if (subject.about === 'prediction') return inputs;
  if (subject.about === 'outcome') return inputs || open.has('performance:');
  return subject.about === 'performance' && subject.segment !== '' && open.has('performance:');
}

/** Less than half of the floor is left: the end of an alert. */
function resolveAlerts(moment: Moment): AlertRecord[] {
  const { model, version, track, speed, end, policy } = moment;
  if (widePaneStart(policy, end, speed === 'unit' ? DAY : HOURLY_SCALE) !== end) return [];
  const changed: AlertRecord[] = [];
  for (const alert of model.alerts) {
    if (!isOpen(alert) || alert.version !== version.version || alert.track !== track) continue;
    if (!isOfSpeed(alert, speed) || alert.firedAt >= end) continue;
    const effect = presentEffect(moment, alert);
    // What few rows tell is not what many have told.
    if (effect?.name !== alert.effect.name || effect.value >= effect.floor / 2) continue;
    const resolved = moveAlert(alert, 'resolved', { at: end });
    if (resolved) changed.push(replace(model, resolved));
  }
  return changed;
}

/**
 * Of units, over the shortest window; of a break over the last dozen base panes and more, or, where those hold too few rows,
 * over that of units. null: it cannot be over yet, or nobody can tell. Panes from before it began say nothing of its end.
 */
function presentEffect({ watch, track, speed, end, policy }: Moment, alert: AlertRecord): Effect | null {
  const stream = streamOfAlert(alert);
  const units = { track, speed: 'unit', stream, onset: end, end } as const;
  // Two groups of a few hundred rows are closer for three days now and then.
  if (subjectOf(stream).about === 'fairness') {
    return effectSince(watch, { ...units, onset: shownSince(alert) }, policy);
  }
  if (speed === 'unit') return effectSince(watch, units, policy);
  const scale = fastCalibrationOf(watch.reference, track, policy)?.options.scale ?? DAY;
  const calm = isOfFewRows(alert) ? end - CALM_PANES * scale : calmSince(watch, units);
  if (calm !== null) {
    return calm < shownSince(alert) ? null : effectSince(watch, { ...units, speed, onset: calm }, policy);
  }
  const shortest = end - policy.windowUnits[0] * policy.unit;
  return dayStart(policy, end) !== end || shortest < shownSince(alert)
    ? null
    : effectSince(watch, units, policy);
}

/** It was told by rows beyond all that was seen, and ends so. */
function isOfFewRows(alert: AlertRecord): boolean {
  const subject = subjectOf(streamOfAlert(alert));
  return subject.about === 'input' && subject.fault === null && alert.effect.name === 'points';
}

/**
 * Inputs moved, all within what the reference has seen, and the model's own scores expect no higher loss than before:
 * the mild spring after a stormy winter. Shown in the metrics; not an alarm.
 */
function isImprovement({ watch, speed, end, policy }: Moment, stream: string, onset: number): boolean {
  const subject = subjectOf(stream);
  const moved = (subject.about === 'input' && subject.fault === null) || subject.about === 'prediction';
  if (!moved || speed === 'fast') return false;
  const question = { track: 'data', speed, stream: EXPECTED_LOSS_STREAM, onset, end } as const;
  const expected = effectSince(watch, question, policy);
  if (!expected || expected.value > 0) return false;
  const bins = watch.reference.bins[stream];
  if (!bins) return false;
  const counts = totalCounts(panesSince(watch, 'data', stream, onset, end, policy));
  const total = counts.reduce((sum, n) => sum + n, 0);
  const unseen = unseenBins(bins).reduce((sum, i) => sum + (counts[i] ?? 0), 0);
  return unseen <= UNSEEN_SHARE * total;
}
