import { describe, expect, it } from 'vitest';
import {
  addPairToFrame,
  addPredictionToFrame,
  emptyFrame,
  frameRecords,
  type Frame,
} from '../../../consumers/profiler/frame.js';
import type { OutcomePaneJson } from '../../../src/aggregates/outcome-pane.js';
import { pairOf } from '../../../src/aggregates/pair-of.js';
import type { Answer, Prediction } from '../../../src/events/event.js';
import { predictionRowOf } from '../../../src/events/rows/fill-row.js';
import type { PredictionRow } from '../../../src/events/rows/row.js';
import { emptyBooks } from '../../../src/records/books.js';
import { emptyMatches } from '../../../src/stream/join/matches.js';
import { parsed } from './profile.js';

const at = {
  model: 'm',
  partition: 1,
  predictionsUntil: 20,
  outcomesUntil: 10,
  before: { predictionsUntil: 2, outcomesUntil: 1 },
};
const prediction = (id: number, change: Partial<Prediction> = {}): PredictionRow =>
  predictionRowOf({
    kind: 'prediction',
    id: `${id}`,
    model: 'm',
    version: '1',
    time: 0,
    features: {},
    answer: { task: 'binary', label: 1 },
    ...change,
  });
const recordsOf = (frame: Frame) => frameRecords(frame, at).map(parsed);

describe('frameRecords', () => {
  it('is one record of a small frame, and one of an empty one: watermarks travel without deltas too', () => {
    const frame = emptyFrame();
    frame.books.predictions.read = 3;
    expect(recordsOf(frame)).toEqual([
      { v: 1, kind: 'delta', model: 'm', task: null, partition: 1, predictionsUntil: 20, outcomesUntil: 10, books: frame.books, deltas: [] },
    ]); // prettier-ignore
  });

  it('cuts a large frame, with watermarks and books on the last record only', () => {
    const frame = emptyFrame();
    for (let i = 0; i < 4000; i++) {
      const features = Object.fromEntries(
        Array.from({ length: 12 }, (_, f) => [`f${f}`, Math.sin(i * 7 + f)]),
      );
      addPredictionToFrame(frame, prediction(i, { features }), i, (i % 40) * 1000, 0);
    }
    frame.books.predictions.read = 4000;
    const records = recordsOf(frame);
    expect(records.length).toBeGreaterThan(1);
    for (const record of records) expect(JSON.stringify(record).length).toBeLessThan(500_000);
    const last = records.at(-1);
    expect(last).toMatchObject({
      predictionsUntil: 20,
      outcomesUntil: 10,
      books: { predictions: { read: 4000 } },
    });
    for (const record of records.slice(0, -1)) {
      expect(record).toMatchObject({ predictionsUntil: 2, outcomesUntil: 1, books: emptyBooks() });
    }
    const deltas = records.flatMap((record) => record.deltas);
    expect(deltas.map(({ start }) => start).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, i) => i * 1000),
    );
    expect(deltas.reduce((sum, { pane }) => sum + pane.n, 0)).toBe(4000);
  });
});

describe('a frame', () => {
  it('has the task with most evidence in its shape, whoever came first', () => {
    const answers: Answer[] = [
      { task: 'regression', value: 1 },
      { task: 'binary', label: 1, score: 0.5 },
      { task: 'multiclass', label: 'a' },
    ];
    const taskOf = (...answers: Prediction['answer'][]) => {
      const frame = emptyFrame();
      answers.forEach((answer, i) => addPredictionToFrame(frame, prediction(i, { answer }), i, 0, 0));
      return frame.task;
    };
    expect(taskOf(...answers)).toBe('binary');
    expect(taskOf(...answers.toReversed())).toBe('binary');
    expect(taskOf({ task: 'failed', code: 'timeout' })).toBeNull();
  });

  it('tells by feature where rows went wrong, of so many features, and of the whole only', () => {
    const frame = emptyFrame(2);
    for (const x of [0.5, 0.5, 7]) {
      const { pair } = emptyMatches();
      addPairToFrame(
        frame,
        {
          ...pair,
          ...pairOf({ task: 'binary', label: 1 }, x === 7 ? 1 : 0, undefined, { x, y: 'a', z: true }),
          version: '1',
          segments: { names: ['country'], texts: ['de'] },
        },
        0,
        0,
      );
    }
    const panes = recordsOf(frame).flatMap(({ deltas }) =>
      deltas.map(({ segment, pane }) => [segment, (pane as OutcomePaneJson).byFeature] as const),
    );
    expect(panes.map(([segment]) => segment)).toEqual(['', 'country=de']);
    expect(panes[1]?.[1]).toEqual({ most: 0, total: { k: [0], n: [3], e: [2] }, features: {} });
    expect(panes[0]?.[1]?.most).toBe(2);
    const features = Object.values(panes[0]?.[1]?.features ?? {});
    expect(features).toHaveLength(2);
    for (const { h, c } of features) {
      expect([...(h?.n ?? []), ...(c?.n ?? [])].reduce((a, b) => a + b)).toBe(3);
      expect([...(h?.e ?? []), ...(c?.e ?? [])].reduce((a, b) => a + b)).toBe(2);
    }
  });

  it('keeps panes apart whose names hold the separators', () => {
    const frame = emptyFrame();
    addPredictionToFrame(frame, prediction(1, { version: 'v\ta=b', segments: { c: 'd' } }), 0, 0, 0);
    addPredictionToFrame(
      frame,
      prediction(2, { version: 'v', segments: { a: 'b\tc=d', 'a=b': '' } }),
      1,
      0,
      0,
    );
    const panes = recordsOf(frame).flatMap(({ deltas }) =>
      deltas.map(({ version, segment, pane }) => [version, segment, pane.n]),
    );
    expect(panes).toEqual([
      ['v\ta=b', '', 1],
      ['v\ta=b', 'c=d', 1],
      ['v', '', 1],
      ['v', 'a=b\tc=d', 1],
      ['v', 'a=b=', 1],
    ]);
  });

  it('covers the offsets of its rows, in whatever order they came', () => {
    const frame = emptyFrame();
    for (const offset of [7, 3, 5]) addPredictionToFrame(frame, prediction(offset), offset, 0, 0);
    expect(recordsOf(frame)[0]?.deltas[0]?.cover).toEqual([3, 8]);
  });
});
