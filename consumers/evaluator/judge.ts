import { afterAlarm, observe, verdict, type Calibration } from '../../detectors/evidence.js';
import { latchAlarm, stillLatched, type Latched } from '../../detectors/latch.js';
import type { EvidencePane } from '../../detectors/pane.js';
import { unseenBins } from '../../src/policy/bins.js';
import { ALGORITHM, policyId, type Policy } from '../../src/policy/policy.js';
import { EVIDENCE_SCALES, EXPECTED_LOSS_STREAM } from '../../src/policy/reference.js';
import { stableId } from '../../src/policy/stable-id.js';
import type { AlertRecord } from '../../src/records/feed.js';
import { isOpen, moveAlert } from './alerts.js';
import { effectOf, totalCounts, type Effect } from './effect.js';
import { explain } from './explain.js';
import type { ModelState, Track, TrackName, VersionState, Watch } from './model-state.js';
import { panesSince } from './recent-panes.js';
import { calibrationOf } from './watch.js';

const FINEST = Math.min(...EVIDENCE_SCALES);
/** Share of rows in bins that the reference never had, above which scores are not believed to be calibrated. */
const UNSEEN_SHARE = 0.01;

/**
 * One moment of one track: all panes that end now have been closed. Takes them in as evidence; where the evidence is
 * enough it waits, latched, for the effect; where both are there an alert fires. Open alerts whose effect has gone resolve.
 * @returns alerts that are new or have changed
 */
export function judge(
  model: ModelState,
  version: VersionState,
  watch: Watch,
  name: TrackName,
  panes: readonly EvidencePane[],
  end: number,
  policy: Policy,
): AlertRecord[] {
  const track = watch.tracks[name];
  const calibration = calibrationOf(watch.reference, name, policy);
  for (const pane of panes) {
    observe(calibration, track.evidence, pane);
    if (pane.scale === FINEST) remember(track, pane);
  }
  weigh(calibration, track, end, policy);
  const changed: AlertRecord[] = [];
  const open = model.alerts.find((a) => isOpen(a) && a.version === version.version && a.track === name);
  track.latched = stillLatched(track.latched, end);
  // While an alert of the track is open, more evidence is evidence of the same change.
  if (open) track.latched = [];
  for (const latched of track.latched) {
    const onset = latched.onset ?? latched.at - policy.unit;
    const effect = effectSince(watch, name, latched.stream, onset, end, policy);
    if (!effect || effect.value < effect.floor) continue;
    if (name === 'data' && isImprovement(watch, latched.stream, onset, end, policy)) continue;
    const alert = fire(model, version, watch, name, { ...latched, onset }, effect, end, policy);
    model.alerts.push(alert);
    changed.push(alert);
    track.latched = [];
    break;
  }
  if (open && end % policy.unit === 0) {
    // The rule for the end of an alert: over the shortest window, at the end of a unit, less than half of the floor is left.
    const effect = effectSince(watch, name, streamOf(open), end, end, policy);
    if (effect && effect.value < effect.floor / 2) {
      const resolved = moveAlert(open, 'resolved', { at: end });
      if (resolved) changed.push(replace(model, resolved));
    }
  }
  return changed;
}

/** Puts a changed alert in the place of its former self. */
export function replace(model: ModelState, alert: AlertRecord): AlertRecord {
  model.alerts = model.alerts.map((old) => (old.id === alert.id ? alert : old));
  return alert;
}

/** Forgets panes that no effect window of either track can reach any more, seen from the slower clock. */
export function forgetBefore(watch: Watch, end: number, policy: Policy): void {
  const from = end - (policy.windowUnits[1] + 1) * policy.unit;
  for (const track of Object.values(watch.tracks)) {
    for (const [stream, panes] of track.recent) {
      track.recent.set(
        stream,
        panes.filter((pane) => pane.start >= from),
      );
    }
  }
}

function weigh(calibration: Calibration, track: Track, end: number, policy: Policy): void {
  if (!calibration.ready) return;
  const now = verdict(calibration, track.evidence);
  if (!now.alarm) return;
  track.latched = latchAlarm(track.latched, now, end, policy.unit);
  track.alarm = { statistic: now.statistic, threshold: now.threshold };
  afterAlarm(calibration, track.evidence);
}

/** Effect over the time since the onset, at least and at most so many units; only panes that end by `end`. */
function effectSince(
  watch: Watch,
  name: TrackName,
  stream: string,
  onset: number,
  end: number,
  policy: Policy,
): Effect | null {
  const { reference } = watch;
  const recent = panesSince(watch, name, stream, onset, end, policy);
  const all =
    stream === EXPECTED_LOSS_STREAM
      ? reference.estimates
      : name === 'data'
        ? reference.data
        : reference.performance;
  const then = all.filter((p) => p.stream === stream && p.scale === FINEST);
  return effectOf(recent, then, policy);
}

/**
 * Inputs moved, all within what the reference has seen, and the model's own scores expect no higher loss than before:
 * the mild spring after a stormy winter. Shown in the metrics; not an alarm.
 */
function isImprovement(watch: Watch, stream: string, onset: number, end: number, policy: Policy): boolean {
  const expected = effectSince(watch, 'data', EXPECTED_LOSS_STREAM, onset, end, policy);
  if (!expected || expected.value > 0) return false;
  const bins = watch.reference.bins[stream];
  if (!bins) return false;
  const counts = totalCounts(panesSince(watch, 'data', stream, onset, end, policy));
  const total = counts.reduce((sum, n) => sum + n, 0);
  const unseen = unseenBins(bins).reduce((sum, i) => sum + (counts[i] ?? 0), 0);
  return unseen <= UNSEEN_SHARE * total;
}

function fire(
  model: ModelState,
  version: VersionState,
  watch: Watch,
  name: TrackName,
  latched: Latched & { readonly onset: number },
  effect: Effect,
  end: number,
  policy: Policy,
): AlertRecord {
  const metric = name === 'data' ? `drift:${latched.stream}` : latched.stream;
  const policyHash = policyId(policy);
  return {
    v: 1,
    kind: 'alert',
    id: stableId(
      model.model,
      version.version,
      metric,
      '',
      'unit',
      watch.reference.id,
      policyHash,
      ALGORITHM,
      end,
    ),
    model: model.model,
    version: version.version,
    state: 'firing',
    metric,
    track: name,
    severity: effect.value >= effect.severe ? 'severe' : 'warning',
    detectors: [
      'conformal-e',
      ...(name === 'performance' && (version.adwinAt ?? -Infinity) >= latched.onset ? ['adwin'] : []),
    ],
    onset: latched.onset,
    firedAt: end,
    resolvedAt: null,
    acknowledgedBy: null,
    effect: {
      name: effect.name,
      value: effect.value,
      floor: effect.floor,
      reference: effect.reference,
      now: effect.now,
    },
    evidence: watch.tracks[name].alarm ?? { statistic: latched.statistic, threshold: 0 },
    why: explain(watch, name, latched.stream, latched.onset, effect, end, policy),
    reference: watch.reference.id,
    policy: policyHash,
  };
}

function streamOf(alert: AlertRecord): string {
  return alert.track === 'data' ? alert.metric.slice('drift:'.length) : alert.metric;
}

function remember(track: Track, pane: EvidencePane): void {
  const recent = track.recent.get(pane.stream);
  if (recent) recent.push(pane);
  else track.recent.set(pane.stream, [pane]);
}
