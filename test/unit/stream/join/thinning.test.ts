import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome, Prediction } from '../../../../src/events/event.js';
import { emptyJoin, joinOutcome, joinPrediction } from '../../../../src/stream/join/join.js';
import { tooLateToJoin, type JoinLimits } from '../../../../src/stream/join/limits.js';
import { emptyMatches } from '../../../../src/stream/join/matches.js';
import { readPair, weightOfPair } from '../../../../src/stream/join/read-pair.js';
import { joinSize } from '../../../../src/stream/join/size.js';
import { emptyThinning, SAMPLED_OUT, thin } from '../../../../src/stream/join/thinning.js';
import { advance, noProgress, watermark } from '../../../../src/stream/progress.js';
import { outcomeRow, predictionRow, randomKey, withRandomKey } from './rows.js';
import { outcomes, predictions, schedule } from './topics.js';

const HOUR = 3_600_000;

describe('the thinning of the join', () => {
  it('keeps all records up to half the limit, and never more rows than the limit', () => {
    const thinning = emptyThinning();
    const kept = Array.from({ length: 100_000 }, (_, i) => thin(thinning, randomKey(i, 1), i, 1000, 24));
    expect(kept.slice(0, 500)).toEqual(Array(500).fill(0));
    expect(kept[500]).not.toBe(0);
    const rows = kept.filter((k) => k !== SAMPLED_OUT).length;
    expect(rows).toBeGreaterThan(500);
    expect(rows).toBeLessThanOrEqual(1000);
    // Not even of the one key that is kept at every share.
    const small = emptyThinning();
    const same = Array.from({ length: 20 }, () => thin(small, new Uint32Array(4), 0, 5, 24));
    expect(same.filter((k) => k !== SAMPLED_OUT)).toHaveLength(5);
  });

  it('begins an hour at the share that the hour before calls for, and keeps to it', () => {
    const thinning = emptyThinning();
    for (let i = 0; i < 40_000; i++) thin(thinning, randomKey(i, 1), 0, 10_000, 24);
    const shares = new Set(
      Array.from({ length: 40_000 }, (_, i) => thin(thinning, randomKey(i, 2), HOUR, 10_000, 24)),
    );
    // 40,000 at one in eight fill half of 10,000.
    expect(shares).toEqual(new Set([SAMPLED_OUT, 3]));
    expect(thin(thinning, new Uint32Array(4), 3 * HOUR, 10_000, 24)).toBe(0);
  });

  it('forgets hours that no record can come from', () => {
    const thinning = emptyThinning();
    for (let hour = 0; hour < 1000; hour++) thin(thinning, new Uint32Array(4), hour * HOUR, 10, 24);
    expect(thinning.hours.size).toBe(25);
  });

  it('keeps the same records, and makes the same pairs, whatever the interleaving of the topics', () => {
    const limits: JoinLimits = { horizon: 3 * HOUR, tolerance: HOUR, lateness: HOUR, rowsAnHour: 4 };
    let sampledOut = 0;
    fc.assert(
      fc.property(predictions, outcomes, schedule, schedule, (predictions, outcomes, one, other) => {
        const first = run(predictions, outcomes, one, limits);
        sampledOut += first.verdicts.filter((verdict) => verdict.endsWith('sampled-out')).length;
        expect(run(predictions, outcomes, other, limits)).toEqual(first);
      }),
      { numRuns: 100 },
    );
    expect(sampledOut).toBeGreaterThan(100);
  });

  it('leaves sums over pairs unbiased when each counts by its weight, and biased when not', () => {
    const ids = 1500;
    const limits: JoinLimits = { horizon: 24 * HOUR, tolerance: 0, lateness: HOUR, rowsAnHour: 200 };
    // The model gets worse within each hour, in which the share falls: the worst case for a plain mean.
    const right = (i: number) => (i % 750 < 200 ? 1 : 0);
    const truth = Array.from({ length: ids }, (_, i) => right(i)).reduce<number>((a, b) => a + b, 0);
    const rounds = Array.from({ length: 60 }, (_, seed) => {
      const join = emptyJoin();
      const matches = emptyMatches();
      let [weighted, weights, plain, pairs] = [0, 0, 0, 0];
      for (let i = 0; i < ids; i++) {
        const p = withRandomKey(predictionRow(prediction(i, (i / 750) * HOUR)), i, seed);
        joinPrediction(join, p, 0, false, limits, matches);
      }
      for (let i = 0; i < ids; i++) {
        // Outcomes come in another order, at other shares.
        const id = (i * 7) % ids;
        const row = outcomeRow(outcome(id, right(id), 5 * HOUR + (i / 500) * HOUR));
        const o = withRandomKey(row, id, seed);
        joinOutcome(join, o, i, 0, false, limits, matches);
        if (matches.count === 0) continue;
        const weight = weightOfPair(join, matches, 0);
        const correct = readPair(join, matches, 0).number;
        weighted += weight * correct;
        weights += weight;
        plain += correct;
        pairs++;
      }
      expect(joinSize(join).rows).toBeLessThan(ids);
      return { weighted, weights, plain: (plain / pairs) * ids };
    });
    expect(
      standardErrorsFrom(
        truth,
        rounds.map(({ weighted }) => weighted),
      ),
    ).toBeLessThan(4);
    expect(
      standardErrorsFrom(
        ids,
        rounds.map(({ weights }) => weights),
      ),
    ).toBeLessThan(4);
    expect(
      standardErrorsFrom(
        truth,
        rounds.map(({ plain }) => plain),
      ),
    ).toBeGreaterThan(10);
  });
});

function standardErrorsFrom(truth: number, estimates: readonly number[]): number {
  const n = estimates.length;
  const mean = estimates.reduce((a, b) => a + b, 0) / n;
  const variance = estimates.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  return Math.abs(mean - truth) / Math.sqrt(variance / n);
}

/** What became of each record, and the pairs with their weights, in an order of their own. */
function run(
  predictions: readonly Prediction[],
  outcomes: readonly Outcome[],
  order: readonly { predictions: boolean }[],
  limits: JoinLimits,
): { verdicts: string[]; pairs: string[] } {
  const join = emptyJoin();
  const matches = emptyMatches();
  const progress = { predictions: noProgress(), outcomes: noProgress() };
  const verdicts: string[] = [];
  const pairs: string[] = [];
  let [i, j] = [0, 0];
  for (const turn of order) {
    const p = predictions[i];
    const o = outcomes[j];
    const side = p && (turn.predictions || !o) ? 'predictions' : 'outcomes';
    const event = side === 'predictions' ? p : o;
    if (!event) break;
    const offset = side === 'predictions' ? i++ : j++;
    const mark = watermark(progress[side], HOUR);
    if (tooLateToJoin(event.time, mark, limits)) continue;
    const late = event.time < mark;
    const kind =
      event.kind === 'prediction'
        ? joinPrediction(join, predictionRow(event), 0, late, limits, matches)
        : joinOutcome(join, outcomeRow(event), offset, 0, late, limits, matches);
    verdicts.push(`${side} ${offset} ${kind}`);
    advance(progress[side], event.time, 0, HOUR);
    for (let n = 0; n < matches.count; n++) {
      const { version, predictedAt, offset: at } = readPair(join, matches, n);
      pairs.push(`${event.id} ${version} ${predictedAt} ${at} times ${weightOfPair(join, matches, n)}`);
    }
  }
  return { verdicts: verdicts.sort(), pairs: pairs.sort() };
}

function prediction(id: number, time: number): Prediction {
  return {
    kind: 'prediction',
    id: `${id}`,
    model: 'm',
    version: '1',
    time,
    features: {},
    answer: { task: 'binary', label: 1 },
  };
}

function outcome(id: number, right: number, time: number): Outcome {
  return { kind: 'outcome', id: `${id}`, model: 'm', time, outcome: right };
}
