import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import { binaryBins } from '../../../src/estimates/binary-scores.js';
import { expectedTally, realisedTally } from '../../../src/estimates/classifier-estimator.js';
import { binaryReference } from '../../../src/estimates/reference-bins.js';
import { tallyOf } from '../../../src/estimates/tally.js';
import { binaryMetrics, multiclassMetrics } from '../../../src/estimates/tally-metrics.js';
import { confusionMetrics } from '../../../src/metrics/confusion.js';
import { confusionOf } from '../../../src/metrics/confusion-matrix.js';
import { performanceValues } from '../../../src/metrics/pane-metrics.js';
import { dayOf } from './streams.js';

const WORLD = { mean: 0.3, deviation: 1.5, intercept: 0, slope: 0.8 };

describe('tally', () => {
  it('of known outcomes gives the metrics of the pane', () => {
    for (const seed of [1, 2, 3]) {
      const { outcomes } = dayOf(WORLD, 700, seededRandom(seed));
      const bins = binaryReference([outcomes])[0]?.get('1') ?? [];
      const metrics = binaryMetrics(realisedTally(bins));
      const known = performanceValues(outcomes, 'binary');
      // Losses are read at the middle of each score's bin.
      for (const [name, value] of Object.entries(metrics))
        expect(value).toBeCloseTo(known[name] as number, name === 'logLoss' || name === 'brier' ? 3 : 9);
    }
  });

  it('divides scores by the answers as the threshold did', () => {
    const { predictions } = dayOf(WORLD, 900, seededRandom(4));
    const bins = binaryBins(predictions) ?? [];
    expect(bins.length).toBeGreaterThan(100);
    for (const { score, said, unsaid } of bins) expect(score >= 0.5 ? unsaid : said).toBe(0);
  });

  it('has nothing to say without scores', () => {
    expect(binaryBins({ answers: new Map() })).toBeNull();
  });

  it('expects of pairs what the average over all outcomes has', () => {
    const p = [0.2, 0.5, 0.5, 0.9];
    const calibration = { scores: [0.2, 0.5, 0.9], probabilities: [0.2, 0.5, 0.9] };
    const bins = [
      { score: 0.2, said: 0, unsaid: 1 },
      { score: 0.5, said: 1, unsaid: 1 },
      { score: 0.9, said: 1, unsaid: 0 },
    ];
    let [wins, pairs, right] = [0, 0, 0];
    for (let outcome = 0; outcome < 16; outcome++) {
      const is = p.map((_, i) => (outcome >> i) & 1);
      const chance = p.reduce((product, q, i) => product * (is[i] === 1 ? q : 1 - q), 1);
      const said = [0, 0, 1, 1];
      right += chance * said.filter((answer, i) => answer === is[i]).length;
      for (let a = 0; a < 4; a++) {
        for (let b = 0; b < 4; b++) {
          if (is[a] !== 1 || is[b] !== 0) continue;
          const [above, below] = [p[a] as number, p[b] as number];
          pairs += chance;
          wins += chance * (above > below ? 1 : above === below ? 0.5 : 0);
        }
      }
    }
    const tally = expectedTally(bins, calibration);
    expect(tally.auc).toBeCloseTo(wins / pairs, 12);
    expect(tally.truePositives + tally.trueNegatives).toBeCloseTo(right, 12);
  });

  it('leaves out what is undefined', () => {
    const nothing = tallyOf([], () => ({ said: 0, unsaid: 0, withItself: 0 }));
    expect(binaryMetrics(nothing)).toEqual({});
    expect(multiclassMetrics([nothing], 0)).toEqual({});
  });

  it('averages over classes as the metrics do', () => {
    const predicted = ['a', 'a', 'b', 'c', 'c', 'b', 'a'];
    const actual = ['a', 'b', 'b', 'c', 'a', 'c', 'a'];
    const tallies = ['a', 'b', 'c', 'never'].map((label) => {
      const count = (said: boolean, was: boolean) =>
        predicted.filter((p, i) => (p === label) === said && (actual[i] === label) === was).length;
      return {
        truePositives: count(true, true),
        falsePositives: count(true, false),
        falseNegatives: count(false, true),
        trueNegatives: count(false, false),
        auc: null,
        logLoss: 0,
        squares: 0,
      };
    });
    const { accuracy, precision, recall, f1 } = confusionMetrics(
      confusionOf(predicted, actual),
      'multiclass',
    );
    const metrics = multiclassMetrics(tallies, predicted.length);
    for (const [name, value] of Object.entries({ accuracy, precision, recall, f1 })) {
      expect(metrics[name as keyof typeof metrics]).toBeCloseTo(value as number, 12);
    }
  });
});
