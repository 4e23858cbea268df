import { afterAlarm, observe, verdict } from '../../detectors/evidence.js';
import type { EvidencePane } from '../../detectors/pane.js';
import { unseenBins } from '../../src/policy/bins.js';
import { ALGORITHM, policyId, type Policy } from '../../src/policy/policy.js';
import { EVIDENCE_SCALES, EXPECTED_LOSS_STREAM } from '../../src/policy/reference.js';
import { stableId } from '../../src/policy/stable-id.js';
import type { AlertRecord } from '../../src/records/feed.js';
import { isOpen, moveAlert } from './alerts.js';
import { effectOf, totalCounts, type Effect } from './effect.js';
import type { Latch, ModelState, Track, TrackName, VersionState, Watch } from './model-state.js';
import { explain } from './explain.js';

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
  for (const pane of panes) {
    observe(track.calibration, track.evidence, pane);
    if (pane.scale === FINEST) remember(track, pane);
  }
  weigh(track, end, policy);
  const changed: AlertRecord[] = [];
  const open = model.alerts.find((a) => isOpen(a) && a.version === version.version && a.track === name);
  const latch = track.latched;
  if (latch) {
    if (end > latch.until) track.latched = null;
    else if (open) track.latched = null;
    else {
      const effect = effectSince(watch, name, latch.stream, latch.onset, end, policy);
      if (effect && effect.value >= effect.floor && !(name === 'data' && isImprovement(watch, latch, end, policy))) {
        const alert = fire(model, version, watch, name, latch, effect, end, policy);
        model.alerts.push(alert);
        changed.push(alert);
        track.latched = null;
      }
    }
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

function weigh(track: Track, end: number, policy: Policy): void {
  if (!track.calibration.ready) return;
  const now = verdict(track.calibration, track.evidence);
  const [leading] = now.streams;
  if (!now.alarm || !leading) return;
  track.latched = {
    at: end,
    until: end + policy.latchUnits * policy.unit,
    statistic: now.statistic,
    threshold: now.threshold,
    stream: leading.stream,
    onset: leading.onset ?? end - policy.unit,
  };
  afterAlarm(track.calibration, track.evidence);
}

/** Effect over the time since the onset, at least and at most so many units; only panes that end by `end`. */
function effectSince(watch: Watch, name: TrackName, stream: string, onset: number, end: number, policy: Policy): Effect | null {
  const [least, most] = policy.windowUnits;
  const from = Math.max(end - most * policy.unit, Math.min(onset, end - least * policy.unit));
  const { reference, tracks } = watch;
  const recent = (tracks[name].recent.get(stream) ?? []).filter((p) => p.start >= from && p.start + p.scale <= end);
  const all = stream === EXPECTED_LOSS_STREAM ? reference.estimates : name === 'data' ? reference.data : reference.performance;
  const then = all.filter((p) => p.stream === stream && p.scale === policy.unit);
  return effectOf(recent, then, policy);
}

/**
 * Inputs moved, all within what the reference has seen, and the model's own scores expect no higher loss than before:
 * the mild spring after a stormy winter. Shown in the metrics; not an alarm.
 */
function isImprovement(watch: Watch, latch: Latch, end: number, policy: Policy): boolean {
  const expected = effectSince(watch, 'data', EXPECTED_LOSS_STREAM, latch.onset, end, policy);
  if (!expected || expected.value > 0) return false;
  const bins = watch.reference.bins[latch.stream];
  if (!bins) return false;
  const counts = totalCounts(watch.tracks.data.recent.get(latch.stream) ?? []);
  const total = counts.reduce((sum, n) => sum + n, 0);
  const unseen = unseenBins(bins).reduce((sum, i) => sum + (counts[i] ?? 0), 0);
  return unseen <= UNSEEN_SHARE * total;
}

function fire(
  model: ModelState,
  version: VersionState,
  watch: Watch,
  name: TrackName,
  latch: Latch,
  effect: Effect,
  end: number,
  policy: Policy,
): AlertRecord {
  const metric = name === 'data' ? `drift:${latch.stream}` : latch.stream;
  const policyHash = policyId(policy);
  return {
    v: 1,
    kind: 'alert',
    id: stableId(model.model, version.version, metric, '', 'unit', watch.reference.id, policyHash, ALGORITHM, end),
    model: model.model,
    version: version.version,
    state: 'firing',
    metric,
    track: name,
    severity: effect.value >= effect.severe ? 'severe' : 'warning',
    detectors: ['conformal-e'],
    onset: latch.onset,
    firedAt: end,
    resolvedAt: null,
    acknowledgedBy: null,
    effect: { name: effect.name, value: effect.value, floor: effect.floor, reference: effect.reference, now: effect.now },
    evidence: { statistic: latch.statistic, threshold: latch.threshold },
    why: explain(watch, name, latch, effect, end, policy),
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
