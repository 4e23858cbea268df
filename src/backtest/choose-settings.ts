/** Settings that follow from how long and how dense a history is, where nobody has said otherwise. */
import { formatDuration } from '../config/duration.js';
import type { ConfigText } from '../config/schema.js';
import type { Choice } from './choose-columns.js';
import { horizonFor } from './choose-horizon.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Rows that a pane should have. */
const ROWS_A_PANE = 200;
const PANES = [5 / 60, 0.25, 0.5, 1, 2, 3, 6].map((hours) => hours * HOUR);
/** Weeks of reference: what is known of it, and what is left to watch, grow together. */
const MOST_REFERENCE = 42;
const LEAST_REFERENCE = 14;

export interface HistorySpan {
  readonly predictions: number;
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  /** The longest time from a prediction to its outcome, ms; null: it cannot be told. */
  readonly longestDelay: number | null;
  /** Why it cannot, in words; left out: outcomes have no time of their own. */
  readonly withoutDelay?: string;
}

/** Stand in for what `leeway.yaml` does not say, each with the reason. */
export function chooseSettings(span: HistorySpan): {
  readonly settings: ConfigText;
  readonly choices: Choice[];
} {
  const days = (span.to - span.from) / DAY;
  const choices: Choice[] = [];
  const a = span.predictions / Math.max(days, 1 / 24) / 24;
  const pane = PANES.find((width) => (a * width) / HOUR >= ROWS_A_PANE) ?? 6 * HOUR;
  const chosenPane = days > LEAST_REFERENCE ? Math.max(pane, HOUR) : pane;
  choices.push({
    setting: 'pane',
    value: formatDuration(chosenPane),
    reason: `${Math.round((a * chosenPane) / HOUR).toLocaleString('en-US')} predictions a pane on average; ${chosenPane <= HOUR ? 'breaks are told by the pane, slower changes by the day' : 'too few an hour to tell breaks by the hour: verdicts are given by the day'}`,
  });
  const weeks = Math.floor(days / 2 / 7) * 7;
  const units = Math.min(MOST_REFERENCE, Math.max(LEAST_REFERENCE, weeks));
  choices.push({
    setting: 'reference',
    value: `${units} days`,
    reason:
      days < 2 * LEAST_REFERENCE
        ? `the least that makes a verdict; ${days.toFixed(0)} days of history leave little to watch`
        : `whole weeks, at most half of ${days.toFixed(0)} days and at most ${MOST_REFERENCE}`,
  });
  const horizon = horizonFor(span.longestDelay ?? 0);
  choices.push({
    setting: 'horizon',
    value: formatDuration(horizon),
    reason:
      span.longestDelay === null
        ? (span.withoutDelay ??
          'outcomes have no time of their own: each is taken as known with its prediction')
        : `the latest outcome came ${(span.longestDelay / DAY).toFixed(1)} days after its prediction`,
  });
  choices.push({
    setting: 'retraining',
    value: 'off',
    reason: 'the versions in the files are watched as they are',
  });
  return {
    settings: {
      pane: formatDuration(chosenPane),
      grace: formatDuration(chosenPane),
      horizon: formatDuration(horizon),
      reference: { units },
      // Nothing is trained, so nothing is held out of a reference that may be this short.
      retraining: { enabled: false, holdout: '7d' },
    },
    choices,
  };
}
