import { describe, expect, it } from 'vitest';
import type { Outcome, Prediction } from '../../../../src/events/event.js';
import { predictionRowOf } from '../../../../src/events/rows/fill-row.js';
import type { OutcomeRow, PredictionRow } from '../../../../src/events/rows/row.js';
import { evict } from '../../../../src/stream/join/evict.js';
import { emptyJoin, joinOutcome, joinPrediction } from '../../../../src/stream/join/join.js';
import type { JoinLimits } from '../../../../src/stream/join/limits.js';
import { emptyMatches } from '../../../../src/stream/join/matches.js';
import { readPair } from '../../../../src/stream/join/read-pair.js';
import { joinSize } from '../../../../src/stream/join/size.js';
import { bothAt, outcomeRow, predictionRow, withRandomKey } from './rows.js';

const HOUR = 3_600_000;
const limits: JoinLimits = { horizon: HOUR, tolerance: 0, lateness: HOUR };

function prediction(id: number, time: number, answer: Prediction['answer']): PredictionRow {
  return withRandomKey(predictionRow(event(id, time, answer)), id);
}

function event(
  id: number,
  time = id,
  answer: Prediction['answer'] = { task: 'binary', label: 1 },
): Prediction {
  return { kind: 'prediction', id: `${id}`, model: 'm', version: '1', time, features: {}, answer };
}

function outcome(id: number, time: number, outcome: Outcome['outcome']): OutcomeRow {
  return withRandomKey(outcomeRow({ kind: 'outcome', id: `${id}`, model: 'm', time, outcome }), id);
}

/** So many ids an hour for `hours` hours, each with its outcome a minute later; returns the sizes at each hour's end. */
function live(hours: number, answer: (i: number) => Prediction['answer'], perHour = 1000) {
  const join = emptyJoin();
  const matches = emptyMatches();
  const sizes = [];
  let pairs = 0;
  for (let i = 0; i < hours * perHour; i++) {
    const time = (i * HOUR) / perHour;
    joinPrediction(join, prediction(i, time, answer(i)), 0, false, limits, matches);
    joinOutcome(join, outcome(i, time + 60_000, 1), i, 0, false, limits, matches);
    pairs += matches.count;
    if ((i + 1) % 100 === 0) evict(join, ...bothAt(time), limits);
    if ((i + 1) % perHour === 0) sizes.push(joinSize(join));
  }
  expect(pairs).toBe(hours * perHour);
  return sizes;
}

describe('the memory of the join', () => {
  it('is flat while a stream goes on', () => {
    const sizes = live(30, () => ({ task: 'binary', label: 1, score: 0.5 }));
    const settled = sizes.slice(5).map(({ bytes }) => bytes);
    expect(Math.max(...settled)).toBeLessThan(1.3 * Math.min(...settled));
  });

  it('is below 80 bytes a row of a binary model', () => {
    const { bytes, rows } = live(5, () => ({ task: 'binary', label: 1, score: 0.5 }), 5000).at(-1) ?? {};
    expect((bytes as number) / (rows as number)).toBeLessThan(80);
  });

  it('grows by four bytes a feature and prediction, whatever the features say', () => {
    const bytes = (features: (i: number) => Prediction['features']) => {
      const join = emptyJoin();
      for (let i = 0; i < 5000; i++) {
        const row = prediction(i, i, { task: 'binary', label: 1, score: 0.5 });
        const { features: columns } = predictionRowOf({ ...event(i), features: features(i) });
        joinPrediction(join, { ...row, features: columns }, 0, false, limits, emptyMatches());
      }
      return joinSize(join).bytes / 5000;
    };
    const none = bytes(() => ({}));
    const ten = bytes((i) =>
      Object.fromEntries(Array.from({ length: 10 }, (_, f) => [`f${f}`, f < 5 ? i / 7 : `name ${i}`])),
    );
    expect(ten - none).toBeGreaterThan(40);
    expect(ten - none).toBeLessThan(1.3 * 44);
  });

  it('is flat while every class is a new one', () => {
    const sizes = live(30, (i) => ({ task: 'multiclass', label: `class number ${i}` }));
    const settled = sizes.slice(5).map(({ bytes }) => bytes);
    expect(Math.max(...settled)).toBeLessThan(1.3 * Math.min(...settled));
  });

  it('is that of twenty places at most, a word each, whatever ids a list has, and flat while all of them are new', () => {
    const list = (i: number, places: number) => ({
      task: 'ranking' as const,
      ranked: Array.from({ length: places }, (_, place) => `a rather long name of item ${i} at ${place}`),
    });
    const [short, long] = [20, 100].map((places) => live(6, (i) => list(i, places), 500).at(-1)?.bytes);
    expect(long).toBe(short);
    const settled = live(20, (i) => list(i, 20), 500)
      .slice(5)
      .map(({ bytes }) => bytes);
    expect(Math.max(...settled)).toBeLessThan(1.3 * Math.min(...settled));
  });

  it('keeps all that was chosen, up to a hundred ids', () => {
    const join = emptyJoin();
    const matches = emptyMatches();
    const ids = Array.from({ length: 100 }, (_, i) => `item ${i}`);
    joinOutcome(join, outcome(1, 1, ids), 0, 0, false, limits, matches);
    joinPrediction(join, prediction(1, 1, { task: 'ranking', ranked: ids }), 0, false, limits, matches);
    const { ranked, chosen } = readPair(join, matches, 0);
    expect([ranked?.length, chosen?.length]).toEqual([20, 100]);
    expect(ranked?.hashes[19]).toBe(chosen?.hashes[19]);
  });

  it('is two kilobytes for ten rows', () => {
    const join = emptyJoin();
    const matches = emptyMatches();
    for (let i = 0; i < 5; i++) {
      joinPrediction(
        join,
        prediction(i, i, { task: 'binary', label: 1, score: 0.5 }),
        0,
        false,
        limits,
        matches,
      );
      joinOutcome(join, outcome(i, i, 1), i, 0, false, limits, matches);
    }
    expect(joinSize(join)).toMatchObject({ rows: 10, matched: 10 });
    expect(joinSize(join).bytes).toBeLessThanOrEqual(2048);
  });

  it('comes back after a burst', () => {
    const join = emptyJoin();
    const matches = emptyMatches();
    for (let i = 0; i < 50_000; i++) {
      joinPrediction(join, prediction(i, 0, { task: 'regression', value: i }), 0, false, limits, matches);
    }
    expect(joinSize(join).bytes).toBeGreaterThan(2_000_000);
    joinPrediction(
      join,
      prediction(-1, 9 * HOUR, { task: 'failed', code: 'timeout' }),
      0,
      false,
      limits,
      matches,
    );
    expect(evict(join, ...bothAt(9 * HOUR), limits)).toEqual({ predictions: 50_000, outcomes: 0 });
    // The last page, at most an eighth of the rows, waits for its newest one.
    expect(joinSize(join).rows).toBeLessThan(50_000 / 8);
    expect(joinSize(join).matched).toBe(0);
    expect(joinSize(join).bytes).toBeLessThan(600_000);
  });

  it('has room for a row that is larger than any page', () => {
    const join = emptyJoin();
    const matches = emptyMatches();
    const classes = Array.from({ length: 40_000 }, (_, i) => [`class ${i}`, i / 1e6] as const);
    for (let id = 0; id < 3; id++) {
      const answer = {
        task: 'multiclass',
        label: 'class 7',
        probabilities: Object.fromEntries(classes),
      } as const;
      joinPrediction(join, prediction(id, 0, answer), 0, false, limits, matches);
      joinPrediction(
        join,
        prediction(100 + id, 0, { task: 'regression', value: id }),
        0,
        false,
        limits,
        matches,
      );
    }
    for (let id = 0; id < 3; id++) {
      joinOutcome(join, outcome(id, 1, 'class 9'), 0, 0, false, limits, matches);
      const { probabilities, label, text } = readPair(join, matches, 0);
      expect([label, text]).toEqual(['class 7', 'class 9']);
      expect(probabilities?.names.map((name, i) => [name, probabilities.values[i]])).toEqual(classes);
      joinOutcome(join, outcome(100 + id, 1, 0.5), 0, 0, false, limits, matches);
      expect(readPair(join, matches, 0)).toMatchObject({ value: id, number: 0.5, probabilities: null });
    }
    evict(join, ...bothAt(8e15), limits);
    expect(join.pages.all.every((page) => page === null)).toBe(true);
  });

  it('holds a row for as long as it can match, also behind older ones that are over', () => {
    const join = emptyJoin();
    const matches = emptyMatches();
    const strict: JoinLimits = { horizon: HOUR, tolerance: 0, lateness: 0 };
    const failed = { task: 'failed', code: 'timeout' } as const;
    for (const hour of [10, 9]) {
      joinPrediction(join, prediction(hour, hour * HOUR, failed), 0, false, strict, matches);
    }
    evict(join, ...bothAt(11 * HOUR), strict);
    joinOutcome(join, outcome(10, 11 * HOUR, 1), 0, 0, false, strict, matches);
    expect(matches.count).toBe(1);
  });

  it('hands out the strings that it was given', () => {
    const join = emptyJoin();
    const matches = emptyMatches();
    const names = ['cat', 'dog'];
    const row = prediction(1, 0, { task: 'multiclass', label: 'dog' });
    row.probabilities = { names, values: new Float64Array([0.25, 0.75]) };
    joinPrediction(join, row, 0, false, limits, matches);
    const again = prediction(2, 0, { task: 'multiclass', label: 'cat' });
    again.probabilities = { names: ['cat', 'dog'], values: new Float64Array([1, 0]) };
    joinPrediction(join, again, 0, false, limits, matches);
    joinOutcome(join, outcome(2, 0, 'cat'), 0, 0, false, limits, matches);
    expect(readPair(join, matches, 0).probabilities?.names).toBe(names);
  });
});
