/** Volume of a model that is asked in nightly batches: a whole night is held against the nights of its weekday. */
import { shiryaevRoberts } from '../../detectors/shiryaev-roberts.js';
import { countEValue } from '../../detectors/steady-count.js';
import type { EvidencePane } from '../../detectors/pane.js';
import { kindOf, nightStart, nightsOf, type Nights } from '../../src/policy/nights.js';
import { isQuiet } from '../../src/policy/quiet.js';
import type { Reference } from '../../src/policy/reference.js';
import { FAILURES_STREAM } from '../../src/policy/streams/stream-names.js';
import type { AlertRecord } from '../../src/records/feed.js';
import { moveAlert, openAt } from './alerts.js';
import { factor } from './effect.js';
import { ownAlert } from './own-alert.js';
import { replace } from './judge.js';
import type { VersionState } from './model-state.js';
import type { Moment } from './moment.js';
import { inSilence } from './silences.js';

const DAY = 86_400_000;
/** Part of the budget: what volume and latency, which the fast path leaves out then, would have had of it. */
const NIGHTS_PART = 0.01;
const DETECTOR = 'nights';

/** Adds the rows of a closed base pane of a watched version to its night. */
export function addToNight(
  version: VersionState,
  reference: Reference,
  start: number,
  evidence: readonly EvidencePane[],
): void {
  const nights = nightsIn(reference);
  if (!nights) return;
  const night = nightStart(start, nights.offset);
  version.night ??= { start: night, rows: 0, sum: 0 };
  if (version.night.start !== night) Object.assign(version.night, { start: night, rows: 0 });
  version.night.rows += evidence.find(({ stream }) => stream === FAILURES_STREAM)?.n ?? 0;
}

/** At the end of a night: its alert, or the end of one; at any other moment nothing. */
export function judgeNight(moment: Moment): AlertRecord[] {
  const { model, version, watch, end, policy } = moment;
  const nights = policy.cadence === 'nightly' ? nightsIn(watch.reference) : null;
  if (!nights || nightStart(end, nights.offset) !== end) return [];
  const start = end - DAY;
  if (start < watch.since || isQuiet(policy.quiet, start, end)) return [];
  const night = (version.night ??= { start, rows: 0, sum: 0 });
  const rows = night.start === start ? night.rows : 0;
  const kind = kindOf(start);
  const usual = nights.rows.kinds[kind];
  if (!usual) return [];
  const effect = factor('volume', Math.log1p(rows), usual.mean, policy);
  const own = openAt(model.alerts, version.version, 'data', end).find(
    ({ detectors }) => detectors[0] === DETECTOR,
  );
  if (own) {
    const resolved = effect.value < effect.floor / 2 ? moveAlert(own, 'resolved', { at: end }) : null;
    return resolved ? [replace(model, resolved)] : [];
  }
  night.sum = shiryaevRoberts(night.sum, countEValue(nights.rows, kind, rows));
  const threshold = policy.budgetUnits / NIGHTS_PART;
  if (night.sum < threshold || effect.value < effect.floor) return [];
  const alert = ownAlert(
    { model, version, end, policy },
    {
      detector: DETECTOR,
      metric: 'volume',
      change: 'traffic',
      severe: effect.value >= effect.severe,
      onset: start,
      onsetWithin: DAY,
      effect,
      evidence: { statistic: night.sum, threshold },
      why: nightSentence(rows, Math.expm1(usual.mean), start, end),
      reference: watch.reference.id,
    },
  );
  night.sum = 0;
  const told = inSilence(model, alert, end);
  model.alerts.push(told);
  return [told];
}

function nightSentence(rows: number, usual: number, start: number, end: number): string {
  const at = (time: number) => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
  const before = `about ${usual.toFixed(0)} a night before on such a day`;
  return rows < 0.5
    ? `No predictions came in the night from ${at(start)} to ${at(end)}; ${before}.`
    : `${rows.toFixed(0)} predictions came in the night from ${at(start)} to ${at(end)}; ${before}.`;
}

/** Asked for each pane: made once for each reference. */
const made = new WeakMap<Reference, { readonly nights: Nights | null }>();

function nightsIn(reference: Reference): Nights | null {
  let known = made.get(reference);
  if (!known) made.set(reference, (known = { nights: nightsOf(reference) }));
  return known.nights;
}
