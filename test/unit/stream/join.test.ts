import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import { evict } from '../../../src/stream/join/evict.js';
import { emptyJoin, joinOutcome, joinPrediction, type Joined } from '../../../src/stream/join/join.js';
import { tooLateToJoin, type JoinLimits, type Passed } from '../../../src/stream/join/limits.js';
import { emptyMatches } from '../../../src/stream/join/matches.js';
import { readPair } from '../../../src/stream/join/read-pair.js';
import { joinSize } from '../../../src/stream/join/size.js';
import { advance, noProgress, watermark } from '../../../src/stream/progress.js';
import { BEFORE_TIME, END_OF_TIME } from '../../../src/stream/settings.js';
import { outcomeRow, predictionRow } from './join/rows.js';
import { appendTimes, naiveJoin, type Verdict } from './join-oracle.js';
import { HOUR, MINUTE, outcomeTopic, predictionTopic, schedule } from './topics.js';

const GRACE = HOUR;

/** Reads both topics in the given interleaving, evicting here and there as batches would. */
function run(
  predictions: readonly Prediction[],
  outcomes: readonly Outcome[],
  order: readonly { predictions: boolean; evict: boolean }[],
  limits: JoinLimits,
) {
  const join = emptyJoin();
  const matches = emptyMatches();
  const progress = { predictions: noProgress(), outcomes: noProgress() };
  const verdicts = { predictions: [] as Verdict[], outcomes: [] as Verdict[] };
  const pairs: string[] = [];
  const joined = { predictions: 0, outcomes: 0 };
  const unmatched = { predictions: 0, outcomes: 0 };

  const take = (
    side: 'predictions' | 'outcomes',
    event: Prediction | Outcome,
    enter: (late: boolean) => Joined,
  ) => {
    const mark = watermark(progress[side], GRACE);
    const late = event.time < mark;
    if (tooLateToJoin(event.time, mark, limits)) {
      verdicts[side].push({ kind: 'too-late', late });
      unmatched[side]++;
      return;
    }
    const kind = enter(late);
    if (kind === 'sampled-out') throw new Error('nothing limits the rows here');
    verdicts[side].push({ kind, late });
    if (kind !== 'accepted') return;
    expect(advance(progress[side], event.time, 0, GRACE)).toBe(late);
    joined.predictions += matches.count;
    joined.outcomes += matches.outcomesJoined;
    for (let i = 0; i < matches.count; i++) {
      const pair = readPair(join, matches, i);
      const flags = `${pair.predictionLate ? ' late' : ''}${pair.outcomeLate ? ' to late' : ''}`;
      pairs.push(`${event.id} version ${pair.version} at ${pair.predictedAt} with ${pair.offset}${flags}`);
    }
  };
  const forget = (predictionsPassed: Passed, outcomesPassed: Passed) => {
    const left = evict(join, predictionsPassed, outcomesPassed, limits);
    unmatched.predictions += left.predictions;
    unmatched.outcomes += left.outcomes;
  };

  const appends = { predictions: appendTimes(predictions), outcomes: appendTimes(outcomes) };
  /** @param next append of the next record; undefined at the end: nothing of these times is still to come */
  const passed = (side: 'predictions' | 'outcomes', next: number | undefined): Passed => ({
    until: watermark(progress[side], GRACE),
    read: (side === 'predictions' ? appends.predictions[i - 1] : appends.outcomes[j - 1]) ?? 0,
    unread: next ?? Infinity,
  });
  let [i, j] = [0, 0];
  for (const turn of order) {
    const p = predictions[i];
    const o = outcomes[j];
    if (p && (turn.predictions || !o)) {
      const appended = appends.predictions[i] as number;
      take('predictions', p, (late) =>
        joinPrediction(join, predictionRow(p), appended, late, limits, matches),
      );
      i++;
    } else if (o) {
      const appended = appends.outcomes[j] as number;
      const offset = j++;
      take('outcomes', o, (late) =>
        joinOutcome(join, outcomeRow(o), offset, appended, late, limits, matches),
      );
    }
    if (turn.evict)
      forget(passed('predictions', appends.predictions[i]), passed('outcomes', appends.outcomes[j]));
  }
  const { rows } = joinSize(join);
  const end = { until: END_OF_TIME, read: 0, unread: 0 };
  forget(end, end);
  expect(joinSize(join).rows).toBe(0);
  return { verdicts, pairs: pairs.sort(), joined, unmatched, rows };
}

function expected(predictions: readonly Prediction[], outcomes: readonly Outcome[], limits: JoinLimits) {
  const { verdicts, pairs } = naiveJoin(predictions, outcomes, GRACE, limits);
  const count = (side: readonly Verdict[]) =>
    side.filter(({ kind }) => kind === 'accepted' || kind === 'too-late').length;
  const joined = { predictions: pairs.length, outcomes: new Set(pairs.map(([, j]) => j)).size };
  return {
    verdicts,
    joined,
    unmatched: {
      predictions: count(verdicts.predictions) - joined.predictions,
      outcomes: count(verdicts.outcomes) - joined.outcomes,
    },
    pairs: pairs
      .map(([i, j]) => {
        const p = predictions[i] as Prediction;
        const flags = `${verdicts.predictions[i]?.late ? ' late' : ''}${verdicts.outcomes[j]?.late ? ' to late' : ''}`;
        return `${p.id} version ${p.version} at ${p.time} with ${j}${flags}`;
      })
      .sort(),
  };
}

function prediction(version: string): Prediction {
  return {
    kind: 'prediction',
    id: 'a',
    model: 'm',
    version,
    time: 0,
    features: {},
    answer: { task: 'regression', value: 1 },
  };
}

describe('the join', () => {
  it.each<[string, JoinLimits]>([
    ['labels within hours', { horizon: 2 * HOUR, tolerance: 5 * MINUTE, lateness: 2 * HOUR }],
    ['labels within minutes', { horizon: 5 * MINUTE, tolerance: 5 * MINUTE, lateness: 5 * MINUTE }],
    [
      'outcomes that may long precede predictions',
      { horizon: 10 * MINUTE, tolerance: 4 * HOUR, lateness: 10 * MINUTE },
    ],
    [
      'halves appended hours apart do not meet',
      { horizon: 3 * HOUR, tolerance: HOUR, lateness: HOUR, patience: 2 * HOUR },
    ],
    ['hardly any patience', { horizon: 3 * HOUR, tolerance: HOUR, lateness: HOUR, patience: 10 * MINUTE }],
    ['a long horizon, little lateness', { horizon: 9 * HOUR, tolerance: 0, lateness: MINUTE }],
  ])('decides as the naive one does, whatever the interleaving and eviction: %s', (_, limits) => {
    fc.assert(
      fc.property(predictionTopic, outcomeTopic, schedule, (predictions, outcomes, order) => {
        const { rows: _, ...decided } = run(predictions, outcomes, order, limits);
        expect(decided).toEqual(expected(predictions, outcomes, limits));
      }),
      { numRuns: 80 },
    );
  });

  it('forgets: rows do not grow with the age of a stream', () => {
    const limits = { horizon: HOUR, tolerance: 0, lateness: HOUR };
    const hours = Array.from({ length: 200 }, (_, i) => i);
    const order = hours.flatMap(() => [
      { predictions: true, evict: true },
      { predictions: false, evict: true },
    ]);
    const { rows, joined } = run(
      hours.map((i) => ({
        kind: 'prediction',
        id: `${i}`,
        model: 'm',
        version: '1',
        time: i * HOUR,
        features: {},
        answer: { task: 'regression', value: i },
      })),
      hours.map((i) => ({ kind: 'outcome', id: `${i}`, model: 'm', time: i * HOUR + MINUTE, outcome: i })),
      order,
      limits,
    );
    expect(joined).toEqual({ predictions: 200, outcomes: 200 });
    // A prediction and an outcome for each of the hours that a row is kept, and a page of nine rows of each side.
    expect(rows).toBeLessThanOrEqual(14 + 2 * 9);
  });

  it('forgets what waits for outcomes that never come', () => {
    const join = emptyJoin();
    const limits = { horizon: HOUR, tolerance: 0, lateness: HOUR, patience: 10 * HOUR };
    const end = { until: END_OF_TIME, read: 0, unread: 0 };
    let left = 0;
    for (let hour = 0; hour < 1_000; hour++) {
      const time = hour * HOUR;
      const row = predictionRow({ ...prediction('1'), id: `${hour}`, time });
      joinPrediction(join, row, time, false, limits, emptyMatches());
      // No outcome ever; what is known is that none is unread.
      const none = { until: BEFORE_TIME, read: 0, unread: time };
      left += evict(join, { until: time, read: time, unread: time }, none, limits).predictions;
      // Ten hours of patience, and pages of nine rows, which go as one.
      expect(joinSize(join).rows).toBeLessThanOrEqual(11 + 2 * 9);
    }
    expect(left).toBeGreaterThanOrEqual(985);
    expect(left + evict(join, end, end, limits).predictions).toBe(1_000);
  });

  it('keeps what unread outcomes may still meet, gives it up by its own topic, and takes that back', () => {
    const join = emptyJoin();
    const matches = emptyMatches();
    const limits = { horizon: HOUR, tolerance: 0, lateness: HOUR, patience: 10 * HOUR };
    joinPrediction(join, predictionRow(prediction('1')), 0, false, limits, matches);
    const own = { until: 100 * HOUR, read: 100 * HOUR, unread: 100 * HOUR };
    const behind = { until: BEFORE_TIME, read: 0, unread: 0 };
    expect(evict(join, own, behind, limits)).toEqual({ predictions: 1, outcomes: 0 });
    expect(joinSize(join).rows).toBe(1);
    const outcome: Outcome = { kind: 'outcome', id: 'a', model: 'm', time: HOUR, outcome: 1 };
    expect(joinOutcome(join, outcomeRow(outcome), 0, HOUR, false, limits, matches)).toBe('accepted');
    expect(matches.count).toBe(1);
    expect(evict(join, own, behind, limits)).toEqual({ predictions: -1, outcomes: 0 });
  });

  it('brings together what has no time of append: the records of a history', () => {
    const join = emptyJoin();
    const matches = emptyMatches();
    const limits = { horizon: HOUR, tolerance: 0, lateness: HOUR, patience: 10 * HOUR };
    joinPrediction(join, predictionRow(prediction('1')), END_OF_TIME, false, limits, matches);
    const outcome: Outcome = { kind: 'outcome', id: 'a', model: 'm', time: HOUR, outcome: 1 };
    joinOutcome(join, outcomeRow(outcome), 0, END_OF_TIME, false, limits, matches);
    expect(matches.count).toBe(1);
  });

  it('matches an outcome with every version that predicted the id', () => {
    const limits = { horizon: HOUR, tolerance: 0, lateness: HOUR };
    const order = Array.from({ length: 3 }, () => ({ predictions: true, evict: false }));
    const { joined } = run(
      [prediction('champion'), prediction('shadow')],
      [{ kind: 'outcome', id: 'a', model: 'm', time: HOUR, outcome: 1 }],
      order,
      limits,
    );
    expect(joined).toEqual({ predictions: 2, outcomes: 1 });
  });
});
