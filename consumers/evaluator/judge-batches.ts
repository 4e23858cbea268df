/** Volume of a model that is asked in batches: a whole night is held against the nights of its weekday, a week against weeks. */
import { shiryaevRoberts } from '../../detectors/shiryaev-roberts.js';
import { countEValue } from '../../detectors/steady-count.js';
import type { EvidencePane } from '../../detectors/pane.js';
import {
  batchesOf,
  batchStart,
  kindOf,
  periodOf,
  type BatchCadence,
  type Batches,
} from '../../src/policy/batches.js';
import { isQuiet } from '../../src/policy/quiet.js';
import type { Reference } from '../../src/policy/reference.js';
import { DAY } from '../../src/policy/units.js';
import { FAILURES_STREAM } from '../../src/policy/streams/stream-names.js';
import type { AlertRecord } from '../../src/records/feed.js';
import { moveAlert, openAt } from './alerts.js';
import { factor } from './effect.js';
import { ownAlert } from './own-alert.js';
import { replace } from './judge.js';
import type { ModelState, VersionState } from './model-state.js';
import type { Moment } from './moment.js';
import { inSilence } from './silences.js';

/** Part of the budget: what volume and latency, which the fast path leaves out then, would have had of it. */
const BATCHES_PART = 0.01;
const DETECTOR: Readonly<Record<BatchCadence, string>> = { nightly: 'nights', weekly: 'weeks' };

/** Adds the rows of a closed base pane of a watched version to its batch. */
export function addToBatch(
  version: VersionState,
  reference: Reference,
  cadence: BatchCadence,
  start: number,
  evidence: readonly EvidencePane[],
): void {
  const batches = batchesIn(reference, cadence);
  if (!batches) return;
  const own = batchStart(start, batches);
  version.batch ??= { start: own, rows: 0, sum: 0 };
  if (version.batch.start !== own) Object.assign(version.batch, { start: own, rows: 0 });
  version.batch.rows += evidence.find(({ stream }) => stream === FAILURES_STREAM)?.n ?? 0;
}

/** At the end of a batch's time: its alert, or the end of one; at any other moment nothing. */
export function judgeBatch(moment: Moment): AlertRecord[] {
  const { model, version, watch, end, policy } = moment;
  const { cadence } = policy;
  const batches = cadence ? batchesIn(watch.reference, cadence) : null;
  if (!cadence || !batches || batchStart(end, batches) !== end) return [];
  const start = end - batches.period;
  if (start < watch.since || isQuiet(policy.quiet, start, end)) return [];
  if (isShared(model, version, start, end)) return [];
  const batch = (version.batch ??= { start, rows: 0, sum: 0 });
  const rows = batch.start === start ? batch.rows : 0;
  const kind = kindOf(start, batches);
  const usual = batches.rows.kinds[kind];
  if (!usual) return [];
  const effect = factor('volume', Math.log1p(rows), usual.mean, policy);
  const own = openAt(model.alerts, version.version, 'data', end).find(
    ({ detectors }) => detectors[0] === DETECTOR[cadence],
  );
  if (own) {
    const resolved = effect.value < effect.floor / 2 ? moveAlert(own, 'resolved', { at: end }) : null;
    return resolved ? [replace(model, resolved)] : [];
  }
  batch.sum = shiryaevRoberts(batch.sum, countEValue(batches.rows, kind, rows));
  const threshold = (policy.budgetUnits * policy.unit) / periodOf(cadence) / BATCHES_PART;
  if (batch.sum < threshold || effect.value < effect.floor) return [];
  const alert = ownAlert(
    { model, version, end, policy },
    {
      detector: DETECTOR[cadence],
      metric: 'volume',
      change: 'traffic',
      severe: effect.value >= effect.severe,
      onset: start,
      onsetWithin: batches.period,
      effect,
      evidence: { statistic: batch.sum, threshold },
      why: SENTENCE[cadence](rows, Math.expm1(usual.mean), start, end),
      reference: watch.reference.id,
    },
  );
  batch.sum = 0;
  const told = inSilence(model, alert, end);
  model.alerts.push(told);
  return [told];
}

/** Whoever splits the traffic decides how much of it a version gets, and one that is replaced has not stopped. */
function isShared(model: ModelState, version: VersionState, start: number, end: number): boolean {
  return [...model.versions.values()].some(
    (other) => other !== version && other.days.some((own) => own + DAY > start && own < end),
  );
}

const SENTENCE: Readonly<
  Record<BatchCadence, (rows: number, usual: number, start: number, end: number) => string>
> = {
  nightly: (rows, usual, start, end) =>
    `${cameText(rows)} in the night from ${minuteText(start)} to ${minuteText(end)}; about ${usual.toFixed(0)} a night before on such a day.`,
  weekly: (rows, usual, start, end) =>
    `${cameText(rows)} in the week from ${minuteText(start)} to ${minuteText(end)}; about ${usual.toFixed(0)} a week before.`,
};

const cameText = (rows: number) =>
  rows < 0.5 ? 'No predictions came' : `${rows.toFixed(0)} predictions came`;
const minuteText = (time: number) => new Date(time).toISOString().slice(0, 16).replace('T', ' ');

/** Asked for each pane: made once for each reference. */
const made = new WeakMap<Reference, Map<BatchCadence, Batches | null>>();

function batchesIn(reference: Reference, cadence: BatchCadence): Batches | null {
  let known = made.get(reference);
  if (!known) made.set(reference, (known = new Map()));
  let batches = known.get(cadence);
  if (batches === undefined) known.set(cadence, (batches = batchesOf(reference, cadence)));
  return batches;
}
