import type { Calibration } from '../calibration.js';
import { unitOf } from '../conformal/season.js';
import { type DetectorText } from '../detector-text.js';
import { checkEvidencePane } from '../evidence-pane-check.js';
import { afterAlarm, createEvidence, type EvidenceState, observe } from '../evidence.js';
import { definePaneDetector } from '../pane-detector.js';
import type { EvidencePane } from '../pane.js';
import type { SingleVerdict } from '../single-verdict.js';
import { type StreamEvidence, verdict } from '../verdict.js';

export interface ConformalEOptions {
  readonly reference: Calibration;
}

export interface ConformalEVerdict extends SingleVerdict {
  /** Mean of the Shiryaev-Roberts sums over streams, scales and bets; drift from `threshold` on. */
  readonly statistic: number;
  /** The budget, in units. */
  readonly threshold: number;
  /** What each stream says, most of the statistic first. */
  readonly streams: readonly StreamEvidence[];
}

/**
 * Conformal e-detector (conformal test martingales: Vovk, Gammerman, Shafer 2022, "Algorithmic learning in a random
 * world", part III; e-detectors: Shin, Ramdas, Rinaldo 2024) over whole seasons, for many features and metrics at once.
 *
 * The exchangeable unit is a season, a day by default: its score is the largest of its panes' distances from the
 * reference at their hour and kind of day (bins: shrunk Mahalanobis; rates and means: over-dispersed, one-sided).
 * p = (1 + reference units at least as strange) / (N + 1), e = .1 p^-.9 / c(N), where c(N) pays for the reference being
 * finite; M = (M + 1) e for each stream and scale. The statistic is .75 x (.7 mean of M + .3 of the stream of maxima) +
 * .25 x bets on rates and means (`e-pane` and the excess over the median). `since` counts units.
 *
 * THE PROMISE: while units are exchangeable with the reference's, at most T / budget alarms are expected in T units, for
 * 95% of references. `selfTest(panes, options)` checks it on whole weeks of your own reference; see docs/detectors.md.
 *
 * Parameters: `reference`, the result of `calibrate(panes, options)`: whole weeks of panes, 42 units or more, of every
 * stream and scale. Its options hold the budget in units (200), the length of the unit, scales, time zone, and which
 * way a stream is strange. After a drift the running unit is used up, and the evidence starts afresh with the next.
 *
 * Panes come unit by unit in the order of time: one alone, or as a list all that close at one moment. Panes without rows,
 * of streams that the reference cannot watch (`calibrate` says which, and why) and of past units say nothing.
 *
 * Cost: per pane O(bins^3) for bins, six scores (one for each fold of the reference); memory O(streams x scales).
 *
 * Use it for daily watching of anything that has seasons and moves from day to day. Not for a break that must be told
 * within minutes: with 42 days of reference nothing fires before the third unit or so. Not without a reference.
 *
 * @example
 * const day = 86_400_000;
 * const pane = (d, errors) => ({ kind: 'rate', stream: 'errors', scale: day, start: d * day, n: 1000, errors });
 * const weeks = Array.from({ length: 42 }, (_, d) => pane(d, 100 + ((d * 29) % 41)));
 * const reference = calibrate(weeks, { scales: [day], budget: 90 });
 * const detector = createDetector('conformal-e', { reference });
 * const live = Array.from({ length: 42 }, (_, i) => pane(42 + i, 100 + ((i * 29) % 41) + (i < 21 ? 0 : 60)));
 * live.findIndex((pane) => detector.updatePane(pane).drift); // 23
 */
export const conformalE = definePaneDetector<
  ConformalEOptions,
  EvidenceState,
  EvidencePane | readonly EvidencePane[],
  ConformalEVerdict
>({
  name: 'conformal-e',
  panes: 'streams',
  scaleFree: true,
  options: {
    reference: {
      kind: 'fitted',
      algorithm: 'conformal-e/1',
      madeBy: 'calibrate(panes, options)',
      default: null,
    },
  },
  conflict: ({ reference: { ready, refusals } }) =>
    ready
      ? null
      : `option reference has no stream to watch: ${refusals.map(({ stream, reason }) => `${stream}: ${reason}`).join('; ') || 'no panes'}`,
  start: ({ reference }) => createEvidence(reference),
  check: (panes, { reference }) => {
    for (const pane of listOf(panes)) checkEvidencePane('conformal-e', pane, reference.options.scales);
  },
  update: (state, panes, { reference }) => {
    for (const pane of listOf(panes)) observe(reference, state, pane);
    const { alarm, statistic, threshold, streams } = verdict(reference, state);
    const begin = streams[0]?.onset ?? null;
    const since =
      alarm && begin !== null && state.unit !== null
        ? state.unit - unitOf(reference.options, begin) + 1
        : null;
    return { drift: alarm, warning: false, since, statistic, threshold, streams };
  },
  afterDrift: (state, { reference }) => {
    afterAlarm(reference, state);
  },
});

export const conformalEText: DetectorText<ConformalEOptions> = {
  summary: 'Ranks of whole days among those of the reference, as bets with a budget of false alarms',
  options: {
    reference: 'What calibrate(panes, options) has made of the panes of the reference; required.',
  },
};

function listOf(panes: EvidencePane | readonly EvidencePane[]): readonly EvidencePane[] {
  return 'length' in panes ? panes : [panes];
}
