import { deserialize, serialize } from 'node:v8';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf } from '../../../../src/aggregates/category-counts.js';
import { floatKey } from '../../../../src/aggregates/float-key.js';
import { stringHash } from '../../../../src/aggregates/string-hash.js';
import { outcomeHash, predictionHash } from '../../../../src/events/content-hash.js';
import type { Outcome, Prediction } from '../../../../src/events/event.js';
import { evict } from '../../../../src/stream/join/evict.js';
import { emptyJoin, joinOutcome, joinPrediction, type Join } from '../../../../src/stream/join/join.js';
import { tooLateToJoin, type JoinLimits } from '../../../../src/stream/join/limits.js';
import { emptyMatches, type Matches } from '../../../../src/stream/join/matches.js';
import { readPair } from '../../../../src/stream/join/read-pair.js';
import { restoreJoin } from '../../../../src/stream/join/restore.js';
import { joinSize } from '../../../../src/stream/join/size.js';
import { advance, noProgress, watermark } from '../../../../src/stream/progress.js';
import { END_OF_TIME } from '../../../../src/stream/settings.js';
import * as maps from '../map-join.js';
import { bothAt, outcomeRow, plainPair, predictionRow } from './rows.js';
import { outcomes, predictions, schedule } from './topics.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const GRACE = HOUR;

/** The features that a row carries: of more than `most` those with the smallest hashes, in the order of the record. */
function carried({ features, late, answer }: maps.PredictionRow, most: number): [string, number][] | null {
  if (late || answer?.task === 'failed' || Object.keys(features).length === 0) return null;
  const kept = new Set(
    Object.keys(features)
      .sort((a, b) => stringHash(a) - stringHash(b))
      .slice(0, most),
  );
  return Object.entries(features)
    .filter(([name]) => kept.has(name))
    .map(([name, value]) => {
      if (value === null) return [name, 0];
      return [name, typeof value === 'number' ? floatKey(value) : 2 + bucketOf(String(value))];
    });
}

/** A pair of the model as the join must say it. */
function expectedPair({ prediction, outcome }: maps.Pair, limits: JoinLimits): object {
  const answer = prediction.answer as Prediction['answer'];
  return {
    version: prediction.version,
    task: answer.task,
    label: 'label' in answer ? String(answer.label) : '',
    score: answer.task === 'binary' ? (answer.score ?? Number.NaN) : Number.NaN,
    value: answer.task === 'regression' ? answer.value : Number.NaN,
    probabilities:
      answer.task === 'multiclass' && answer.probabilities ? Object.entries(answer.probabilities) : null,
    ranked: answer.task === 'ranking' ? answer.ranked.slice(0, 20).map(stringHash) : null,
    segments: prediction.segments && Object.entries(prediction.segments),
    features: carried(prediction, limits.features ?? 64),
    predictedAt: prediction.time,
    predictionLate: prediction.late,
    number: typeof outcome.outcome === 'number' ? outcome.outcome : Number.NaN,
    text: typeof outcome.outcome === 'string' ? outcome.outcome : null,
    chosen: typeof outcome.outcome === 'object' ? outcome.outcome.map(stringHash) : null,
    values: outcome.values && Object.entries(outcome.values),
    happenedAt: outcome.time,
    outcomeLate: outcome.late,
    offset: outcome.offset,
  };
}

function decided(joined: maps.Joined, limits: JoinLimits): object {
  if (joined.kind !== 'accepted') return { kind: joined.kind };
  const { pairs, predictionsJoined, outcomesJoined } = joined;
  return {
    kind: 'accepted',
    pairs: pairs.map((pair) => expectedPair(pair, limits)),
    predictionsJoined,
    outcomesJoined,
  };
}

function said(kind: string, join: Join, matches: Matches): object {
  if (kind !== 'accepted') {
    expect([matches.count, matches.outcomesJoined]).toEqual([0, 0]);
    return { kind };
  }
  // The model gives the oldest prediction first, the join the newest: pairs of one record have no order.
  const pairs = Array.from({ length: matches.count }, (_, i) =>
    plainPair(readPair(join, matches, i)),
  ).reverse();
  return { kind, pairs, predictionsJoined: matches.count, outcomesJoined: matches.outcomesJoined };
}

/** Reads both topics in the given interleaving into the join and into its model, and compares them record by record. */
function compare(
  predictions: readonly Prediction[],
  outcomes: readonly Outcome[],
  order: readonly { predictions: boolean; after: string }[],
  limits: JoinLimits,
): void {
  let join = emptyJoin();
  const matches = emptyMatches();
  const model = maps.emptyJoin();
  const progress = { predictions: noProgress(), outcomes: noProgress() };
  const forget = (mark: number) =>
    expect(evict(join, ...bothAt(mark), limits)).toEqual(maps.evict(model, mark, limits));

  /** Whether the record is late; null when it is too late to be joined. */
  const lateness = (side: 'predictions' | 'outcomes', time: number): boolean | null => {
    const mark = watermark(progress[side], GRACE);
    return tooLateToJoin(time, mark, limits) ? null : time < mark;
  };

  /** What the join was restored from last: going on must not change it. */
  let snapshot = Buffer.alloc(0);
  let untouched = snapshot;
  let [i, j] = [0, 0];
  for (const turn of order) {
    const p = predictions[i];
    const o = outcomes[j];
    if (p && (turn.predictions || !o)) {
      i++;
      const late = lateness('predictions', p.time);
      if (late !== null) {
        const kind = joinPrediction(join, predictionRow(p), 0, late, limits, matches);
        const expected = maps.joinPrediction(model, p, predictionHash(p), late, limits);
        expect(said(kind, join, matches)).toEqual(decided(expected, limits));
        if (kind === 'accepted') advance(progress.predictions, p.time, 0, GRACE);
      }
    } else if (o) {
      const offset = 2 ** 40 + j++;
      const late = lateness('outcomes', o.time);
      if (late !== null) {
        const kind = joinOutcome(join, outcomeRow(o), offset, 0, late, limits, matches);
        const expected = maps.joinOutcome(model, o, offset, outcomeHash(o), late, limits);
        expect(said(kind, join, matches)).toEqual(decided(expected, limits));
        if (kind === 'accepted') advance(progress.outcomes, o.time, 0, GRACE);
      }
    }
    if (turn.after === 'evict') {
      forget(Math.min(watermark(progress.predictions, GRACE), watermark(progress.outcomes, GRACE)));
    } else if (turn.after === 'snapshot') {
      expect(snapshot.equals(untouched)).toBe(true);
      snapshot = serialize(join);
      untouched = Buffer.from(snapshot);
      join = restoreJoin(deserialize(snapshot) as Join);
    }
  }
  expect(snapshot.equals(untouched)).toBe(true);
  forget(END_OF_TIME);
  expect(joinSize(join)).toMatchObject({ rows: 0, matched: 0 });
  expect(join.index.keys).toBe(0);
  expect(join.pages.all.every((page) => page === null)).toBe(true);
}

describe('the join in typed arrays', () => {
  it.each<[string, JoinLimits]>([
    ['labels within hours', { horizon: 2 * HOUR, tolerance: 5 * MINUTE, lateness: 2 * HOUR }],
    ['labels within minutes', { horizon: 5 * MINUTE, tolerance: 5 * MINUTE, lateness: 5 * MINUTE }],
    [
      'outcomes that may long precede predictions',
      { horizon: 10 * MINUTE, tolerance: 4 * HOUR, lateness: 10 * MINUTE },
    ],
    ['a long horizon, little lateness', { horizon: 9 * HOUR, tolerance: 0, lateness: MINUTE }],
    [
      'rows that carry two features at most',
      { horizon: 2 * HOUR, tolerance: 5 * MINUTE, lateness: 2 * HOUR, features: 2 },
    ],
  ])(
    'says of every record what the one in Maps says, over evictions and snapshots: %s',
    { timeout: 60_000 },
    (_, limits) => {
      fc.assert(
        fc.property(predictions, outcomes, schedule, (predictions, outcomes, order) =>
          compare(predictions, outcomes, order, limits),
        ),
        { numRuns: 40 },
      );
    },
  );
});
