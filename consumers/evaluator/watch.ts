import { calibrate, createEvidence, type Calibration } from '../../detectors/evidence.js';
import type { EvidencePane } from '../../detectors/pane.js';
import { sumValue } from '../../src/aggregates/exact-sum.js';
import type { OutcomePane } from '../../src/aggregates/outcome-pane.js';
import { confusionMetrics } from '../../src/metrics/confusion.js';
import type { Policy } from '../../src/policy/policy.js';
import type { Reference } from '../../src/policy/reference.js';
import type { Track, TrackName, Watch, WidePane } from './model-state.js';

/** Starts watching a version against its reference, from the first whole unit in which it is in force. */
export function startWatch(reference: Reference, from: number, policy: Policy): Watch {
  const track = (name: TrackName): Track => ({
    evidence: createEvidence(calibrationOf(reference, name, policy)),
    recent: new Map(),
    latched: [],
    alarm: null,
  });
  return {
    reference,
    since: Math.ceil(from / policy.unit) * policy.unit,
    tracks: { data: track('data'), performance: track('performance') },
  };
}

/** A calibration is a function of its reference, megabytes large: it is made again after a restart, never stored. */
const calibrations = new WeakMap<Reference, Partial<Record<TrackName, Calibration>>>();

export function calibrationOf(reference: Reference, track: TrackName, policy: Policy): Calibration {
  let known = calibrations.get(reference);
  if (!known) calibrations.set(reference, (known = {}));
  return (known[track] ??= calibrate(reference[track], {
    unitMs: policy.unit,
    // Each track has a clock of its own (labels may come late) and half of the model's budget; a tenth of the budget is
    // left for what must be told faster than in days.
    budget: (2 * policy.budgetUnits) / 0.9,
    minUnits: policy.retraining.rangeUnits,
  }));
}

/** What a closed wide pane of predictions says on the data track. */
export function dataPanes(wide: WidePane): EvidencePane[] {
  const panes: EvidencePane[] = [];
  for (const [stream, counts] of wide.counts) {
    const n = counts.reduce((sum, count) => sum + count, 0);
    panes.push({ kind: 'distribution', stream, scale: wide.width, start: wide.start, n, counts });
  }
  return panes;
}

/** What joined pairs say on the performance track; the same function makes the reference and reads the stream. */
export function performancePanes(pane: OutcomePane, start: number, scale: number): EvidencePane[] {
  const panes: EvidencePane[] = [];
  if (pane.absoluteError.n > 0) {
    const squares = sumValue(pane.squaredError);
    const h = pane.absoluteError;
    panes.push({
      kind: 'mean',
      stream: 'absolute-error',
      scale,
      start,
      n: h.n,
      sum: sumValue(h.sum),
      sumSquares: squares,
    });
  } else if (pane.n > 0) {
    // Only the number of errors is asked, which is the same for two classes and for many.
    const { n, errors } = confusionMetrics(pane.confusion, 'binary');
    panes.push({ kind: 'rate', stream: 'errors', scale, start, n, errors });
    if (pane.scored > 0) {
      const sumSquares = sumValue(pane.logLossSquares);
      panes.push({
        kind: 'mean',
        stream: 'log-loss',
        scale,
        start,
        n: pane.scored,
        sum: sumValue(pane.logLoss),
        sumSquares,
      });
    }
  }
  return panes;
}
