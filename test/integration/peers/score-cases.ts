/** Random rows of probabilities and what happened, and what is asked of scikit-learn about them. */
import { expect } from 'vitest';

import type { Random } from '../../../detectors/random.js';
import * as metrics from '../../../src/metrics/index.js';
import type { Comparison } from './agreement.js';
import { inParts, valuesOf } from './in-parts.js';
import { brierScores, calibrations, logLosses, scoreHistograms, type ScoreRow } from './mergeable-metrics.js';
import { pick, whole } from './random-streams.js';

function scoreRows(random: Random): ScoreRow[] {
  const rate = pick(random, [0, 0.001, 0.05, 0.5, 1]);
  const decimals = pick(random, [1, 2, 16]);
  const constant = random() < 0.1;
  return Array.from({ length: pick(random, [whole(random, 1, 10), whole(random, 10, 2_000)]) }, () => {
    const outcome = random() < rate ? 1 : 0;
    // 0 and 1 too: certain, and sometimes wrong.
    const score = constant ? 0.5 : Math.min(1, Math.max(0, 1.2 * random() - 0.15 + 0.1 * outcome));
    return { outcome, score: Number(score.toFixed(decimals)) };
  });
}

export function scoreComparison(random: Random): Comparison {
  const rows = scoreRows(random);
  const bins = whole(random, 1, 30);
  const scores = rows.map(({ score }) => score);
  const outcomes = rows.map(({ outcome }) => outcome);
  return {
    ask: 'sklearn.probabilities',
    of: [outcomes, scores, bins],
    ours: () => {
      const [area, precision] = [
        metrics.rocAuc(scores, outcomes),
        metrics.averagePrecision(scores, outcomes),
      ];
      const losses = [logLosses, brierScores].flatMap((loss) =>
        valuesOf(random, loss, rows, (mean) => [metrics.meanValue(mean)]),
      );
      expect(losses).toEqual([
        metrics.logLoss(scores, outcomes).value,
        metrics.brier(scores, outcomes).value,
      ]);
      const error = valuesOf(random, calibrations(bins), rows, (state) => [
        metrics.expectedCalibrationError(state),
      ]);
      return [...losses, area.value, precision.value, ...error];
    },
  };
}

export function multiclassComparison(random: Random): Comparison {
  const labels = Array.from({ length: whole(random, 3, 8) }, (_, index) => `c${index}`);
  const rows = Array.from({ length: whole(random, 1, 200) }, () => {
    const raw = labels.map(() => random() ** pick(random, [1, 8]));
    const sum = raw.reduce((a, b) => a + b);
    return { actual: pick(random, labels), scores: raw.map((score) => score / sum) };
  });
  return {
    ask: 'sklearn.multiclass_losses',
    of: [rows.map(({ actual }) => actual), rows.map(({ scores }) => scores), labels],
    ours: () => {
      const [logLoss, brier] = [metrics.emptyMean(), metrics.emptyMean()];
      for (const { actual, scores } of rows) {
        const said = new Map(labels.map((label, index) => [label, scores[index] ?? NaN]));
        metrics.addLogLoss(logLoss, said.get(actual) ?? NaN);
        metrics.addMulticlassBrier(brier, said, actual);
      }
      return [metrics.meanValue(logLoss).value, metrics.meanValue(brier).value];
    },
  };
}

/** Areas from histograms, in parts: within their stated error. */
export function histogramComparison(random: Random): Comparison {
  const rows = scoreRows(random);
  return {
    ask: 'sklearn.areas',
    of: [rows.map(({ outcome }) => outcome), rows.map(({ score }) => score)],
    ours: () => {
      const { positive, negative } = inParts(random, scoreHistograms, rows);
      return [
        metrics.rocAucOfHistograms(positive, negative),
        metrics.averagePrecisionOfHistograms(positive, negative),
      ].map((found) => (found.value === null ? null : found));
    },
  };
}
