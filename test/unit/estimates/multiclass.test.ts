import { describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../../../detectors/random.js';
import { addToHistogram, emptyHistogram } from '../../../src/aggregates/numeric-histogram.js';
import { drawNormal } from '../../../src/estimates/draw.js';
import {
  answeredBins,
  classifierEstimator,
  estimateClassifier,
  multiclassReference,
  type ClassOutcomes,
  type ClassScores,
  type EstimatedMetric,
} from '../../../src/estimates/index.js';
import { confusionMetrics } from '../../../src/metrics/confusion.js';
import { confusionOf } from '../../../src/metrics/confusion-matrix.js';
import { judged } from './judged.js';

const LABELS = ['bus', 'car', 'train'];

/** Scores are twice too sure of themselves; `spread` of the log odds is how easy the rows are. */
function dayOf(rows: number, spread: number, random: Random) {
  const outcomes = new Map<string, ClassOutcomes>();
  const scores = new Map<string, ClassScores>();
  for (const label of LABELS) {
    const both = () => ({ positive: emptyHistogram(), negative: emptyHistogram() });
    outcomes.set(label, { said: both(), unsaid: both() });
    scores.set(label, { said: emptyHistogram(), unsaid: emptyHistogram() });
  }
  const [predicted, actual]: [string[], string[]] = [[], []];
  for (let row = 0; row < rows; row++) {
    const z = LABELS.map(() => spread * drawNormal(random));
    const sure = softmax(z.map((x) => 2 * x));
    const answer = LABELS[sure.indexOf(Math.max(...sure))] as string;
    const happened = LABELS[pick(softmax(z), random())] as string;
    predicted.push(answer);
    actual.push(happened);
    LABELS.forEach((label, i) => {
      const side = label === answer ? 'said' : 'unsaid';
      const was = label === happened ? 'positive' : 'negative';
      addToHistogram((outcomes.get(label) as ClassOutcomes)[side][was], sure[i] as number);
      addToHistogram((scores.get(label) as ClassScores)[side], sure[i] as number);
    });
  }
  const bins = new Map([...scores].map(([label, of]) => [label, answeredBins(of)]));
  return { outcomes, bins, known: confusionMetrics(confusionOf(predicted, actual), 'multiclass') };
}

function softmax(z: readonly number[]): number[] {
  const powers = z.map((x) => Math.exp(x));
  const sum = powers.reduce((total, x) => total + x, 0);
  return powers.map((x) => x / sum);
}

function pick(probabilities: readonly number[], uniform: number): number {
  let left = uniform;
  return Math.max(
    0,
    probabilities.findIndex((p) => (left -= p) < 0),
  );
}

describe('estimated performance of a multiclass classifier', () => {
  it.each([
    ['inputs stay', 1.5, 0.02],
    // The calibration of one class knows nothing of the others' scores: harder rows cost it some .015.
    ['rows become harder', 1, 0.03],
  ])('meets the realised one while %s', (_, spread, limit) => {
    const random = seededRandom(21);
    const days = Array.from({ length: 12 }, () => dayOf(1_000, 1.5, random).outcomes);
    const estimator = classifierEstimator('multiclass', multiclassReference(days), random);
    const metrics = ['accuracy', 'precision', 'recall', 'f1'] as const satisfies readonly EstimatedMetric[];
    const pairs = metrics.map(() => [] as Parameters<typeof judged>[0][number][]);
    for (let chunk = 0; chunk < 12; chunk++) {
      const { bins, known } = dayOf(1_000, spread, random);
      const estimates = estimateClassifier(estimator, bins, random).metrics;
      metrics.forEach((metric, i) => {
        const [estimate, realised] = [estimates[metric], known[metric]];
        if (!estimate || realised === null) throw new Error(`${metric} is undefined`);
        pairs[i]?.push({ estimate, realised });
      });
    }
    const found = pairs.map(judged);
    for (const { meanError, coverage, margin } of found) {
      expect(meanError).toBeLessThan(limit);
      expect(coverage).toBeGreaterThan(0.95 - 1.5 * margin);
    }
  });
});
