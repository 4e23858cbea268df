import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyProfiler, type ProfilerSettings } from '../../../consumers/profiler/profiler.js';
import type { Objective } from '../../../src/objectives/objective.js';
import { imbalances } from '../../../src/records/books.js';
import { MINUTE } from '../stream/topics.js';
import { foldFrames } from './fold-frames.js';
import { profile } from './profile.js';
import { settings } from './settings.js';
import { record } from './source.js';

const objectives: readonly Objective[] = [
  { name: 'clicks', component: 'shop/clicks', task: 'binary', weight: 0.75 },
  { name: 'dwell', component: 'shop/dwell', task: 'regression', weight: 0.25 },
];
const several: ProfilerSettings = { ...settings, objectivesByModel: new Map([['shop', objectives]]) };

interface Shown {
  readonly minute: number;
  readonly scores: { readonly clicks?: number; readonly dwell?: number } | null;
  readonly weights: Readonly<Record<string, number>> | null;
  readonly error: boolean;
  /** Minutes after the prediction; null: never. */
  readonly clicked: number | null;
  readonly dwelled: number | null;
}

const after = fc.option(fc.nat(300), { nil: null });
const shown: fc.Arbitrary<Shown> = fc.record({
  minute: fc.nat(600),
  scores: fc.option(
    fc.record(
      { clicks: fc.double({ min: 0, max: 1, noNaN: true }), dwell: fc.double({ min: -9, max: 9, noNaN: true }) },
      { requiredKeys: [] },
    ),
    { freq: 9, nil: null },
  ),
  weights: fc.option(fc.constantFrom({ clicks: 1 }, { clicks: 0.5, dwell: 0.5 }), { nil: null }),
  error: fc.boolean(),
  clicked: after,
  dwelled: after,
}); // prettier-ignore
const rows = fc.array(shown, { minLength: 1, maxLength: 40 });

const predictionOf = ({ minute, scores, weights, error }: Shown, i: number) => ({
  id: `${i}`,
  model: 'shop',
  version: '1',
  time: minute * MINUTE,
  features: { x: i },
  segments: { region: i % 2 ? 'north' : 'south' },
  ...(error && i % 5 === 0 ? { error: { code: 'timeout' } } : { prediction: i / 7 }),
  scores,
  weights,
});

/** The same, as applications would say it that published a prediction of each component. */
function componentsOf(row: Shown, i: number): object[] {
  const {
    error,
    features: _,
    prediction: ___,
    scores,
    weights: __,
    ...head
  } = {
    error: undefined,
    prediction: null,
    ...predictionOf(row, i),
  };
  if (error) return [];
  const answer = (score: number | undefined, said: object) =>
    score === undefined ? { error: { code: 'no-score' } } : said;
  const { clicks, dwell } = scores ?? {};
  return [
    { ...head, model: 'shop/clicks', features: {}, ...answer(clicks, { prediction: Number((clicks ?? 0) >= 0.5), score: clicks }) },
    { ...head, model: 'shop/dwell', features: {}, ...answer(dwell, { prediction: dwell }) },
  ]; // prettier-ignore
}

const outcomesOf = (all: readonly Shown[]): object[] =>
  all.flatMap(({ minute, clicked, dwelled }, i) => [
    ...(clicked === null ? [] : [{ id: `${i}`, model: 'shop/clicks', time: (minute + clicked) * MINUTE, outcome: i % 2 }]),
    ...(dwelled === null ? [] : [{ id: `${i}`, model: 'shop/dwell', time: (minute + dwelled) * MINUTE, outcome: i / 3 }]),
  ]); // prettier-ignore

const ends = (...models: string[]) => models.map((model) => ({ kind: 'end', model, time: 0 }));
const components = ['shop/clicks', 'shop/dwell'];

function run(
  predictions: readonly object[],
  outcomes: readonly object[],
  size: number,
  by: ProfilerSettings = several,
) {
  const state = emptyProfiler(0);
  const output = { frames: [], deadLetters: [] } as {
    frames: ReturnType<typeof profile>['frames'];
    deadLetters: ReturnType<typeof profile>['deadLetters'][number][];
  };
  const cut = { predictions: predictions.map((p, i) => record(i, p)), outcomes: outcomes.map((o, i) => record(i, o)) };
  for (let at = 0; at < Math.max(predictions.length, outcomes.length); at += size) {
    for (const side of ['predictions', 'outcomes'] as const) {
      const some = cut[side].slice(at, at + size);
      if (some.length === 0) continue;
      const { frames, deadLetters } = profile(state, side, some, by);
      output.frames.push(...frames);
      output.deadLetters.push(...deadLetters);
    }
  }
  return { ...foldFrames(output.frames), deadLetters: output.deadLetters };
} // prettier-ignore

/** Panes of the components, without the offsets of their rows. */
const panesOf = ({ panes }: ReturnType<typeof run>): [string, string][] =>
  [...panes].filter(([key]) => components.some((name) => key.includes(`"${name}"`))).map(([key, json]) => [key, JSON.stringify((JSON.parse(json) as unknown[]).slice(1))]); // prettier-ignore

describe('the components of predictions with several scores', () => {
  it('are what predictions of their own would be, pane by pane and in the books', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 50 }), (all, size) => {
        const outcomes = [...outcomesOf(all), ...ends('shop')];
        const told = run([...all.map(predictionOf), ...ends('shop')], outcomes, size);
        const same = run(
          [...all.flatMap(componentsOf), ...ends(...components)],
          [...outcomesOf(all), ...ends(...components)],
          Infinity,
          { ...settings, taskOf: (model) => (model === 'shop/clicks' ? 'binary' : 'regression') },
        );
        expect(panesOf(told)).toEqual(panesOf(same));
        expect(told.deadLetters).toEqual([]);
        for (const name of components) {
          expect(told.books.get(name)).toEqual(same.books.get(name));
          const books = told.books.get(name);
          if (books) expect(imbalances(books)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('leave the model itself as it is without them, but for the weights in its panes', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const predictions = [...all.map(predictionOf), ...ends('shop')];
        const [told, alone] = [
          run(predictions, ends('shop'), 7),
          run(predictions, ends('shop'), 7, settings),
        ];
        const own = ({ panes }: typeof told) =>
          [...panes]
            .filter(([key]) => key.includes('"shop"'))
            .map(([key, json]) => [key, json.replace(/,"weights":\{.*?\}\}/, '')]);
        expect(own(told)).toEqual(own(alone));
        expect(told.books.get('shop')).toEqual(alone.books.get('shop'));
      }),
      { numRuns: 20 },
    );
  });

  it('have the declared weights where a prediction says none', () => {
    const [said, none] = [{ clicks: 0.5, dwell: 0 }, null];
    const rowsOf = [said, none, none].map((weights, i) =>
      predictionOf({ minute: i, scores: { clicks: 0.1 }, weights, error: false, clicked: null, dwelled: null }, i + 1),
    ); // prettier-ignore
    const [pane] = [...run(rowsOf, [], 9).panes].filter(([key]) =>
      key.startsWith('["shop","prediction","1",""'),
    );
    expect(JSON.parse(pane?.[1] ?? '')[1].weights).toEqual({
      rows: 3,
      by: { '[["clicks",0.5]]': 1, '[["clicks",0.75],["dwell",0.25]]': 2 },
    });
  });

  it('refuse a probability beyond 0 and 1 by themselves: the rest of the prediction stands', () => {
    const prediction = { ...predictionOf({ minute: 1, scores: null, weights: null, error: false, clicked: null, dwelled: null }, 1), scores: { clicks: 3, dwell: 3 } }; // prettier-ignore
    const { books, deadLetters } = run([prediction], [], 1);
    expect(deadLetters).toMatchObject([
      { side: 'predictions', offset: 0, refusal: { code: 'wrong-type', message: expect.stringMatching(/^scores\.clicks must be a probability, 0 to 1, got 3: write task: regression for this objective of shop/) } },
    ]); // prettier-ignore
    expect(books.get('shop')?.predictions).toMatchObject({ accepted: 1, deadLetters: 0 });
    expect(books.get('shop/clicks')?.predictions).toMatchObject({ read: 1, accepted: 0, deadLetters: 1 });
    expect(books.get('shop/dwell')?.predictions).toMatchObject({ accepted: 1 });
  });

  it('come once: of a duplicate and of a conflict there are none', () => {
    const first = predictionOf({ minute: 1, scores: { clicks: 0.2, dwell: 1 }, weights: null, error: false, clicked: null, dwelled: null }, 1); // prettier-ignore
    const { books, deadLetters } = run(
      [first, first, { ...first, scores: { clicks: 0.3, dwell: 1 } }],
      [],
      1,
    );
    expect(books.get('shop')?.predictions).toMatchObject({ accepted: 1, duplicates: 1, deadLetters: 1 });
    expect(deadLetters).toHaveLength(1);
    for (const name of components)
      expect(books.get(name)?.predictions).toMatchObject({ read: 1, accepted: 1 });
  });
});
