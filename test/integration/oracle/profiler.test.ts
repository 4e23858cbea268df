import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PredictionPaneJson } from '../../../src/aggregates/prediction-pane.js';
import { askOracle, withoutUnmatched, type Truth } from '../../oracle/oracle.js';
import { denseStream } from '../../oracle/dense-stream.js';
import { plans } from '../../oracle/plans.js';
import { calm, runProfilers, truthIn } from '../../oracle/profilers.js';
import { runs } from '../../oracle/runs.js';
import { rules, streams, type Stream } from '../../oracle/streams.js';

function expectSame(found: Truth, expected: Truth, { ended }: Stream): void {
  if (ended) expect(found).toEqual(expected);
  else expect(withoutUnmatched(found)).toEqual(withoutUnmatched(expected));
}

describe('the profilers, beside the oracle', () => {
  it(
    'find every pane, book, watermark and dead letter, bit for bit, whoever reads what when and dies where',
    { timeout: 3_600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(streams, fc.array(plans, { minLength: 3, maxLength: 3 }), async (stream, plans) => {
          const { records, partitions } = stream;
          const expected = await askOracle(records, rules);
          for (const plan of [calm, ...plans]) {
            const found = truthIn(await runProfilers(records, partitions, rules, plan));
            expectSame(found, expected, stream);
          }
        }),
        runs('profilers and oracle', 30),
      );
    },
  );

  it('agree on panes with more values than bins and more names than buckets', async () => {
    const { seed } = runs('dense panes', 1);
    const stream = denseStream(seed);
    const expected = await askOracle(stream.records, rules);
    const [plan] = fc.sample(plans, { seed, numRuns: 1 });
    for (const each of plan ? [calm, plan] : [calm])
      expectSame(
        truthIn(await runProfilers(stream.records, stream.partitions, rules, each)),
        expected,
        stream,
      );

    const panes = Object.values(expected.panes) as PredictionPaneJson[];
    const [pane] = panes.filter(({ features }) => features);
    expect(pane?.features['narrow']?.h?.s).toBeGreaterThan(0);
    expect(pane?.features['wild']?.h?.s).toBeGreaterThan(10);
    expect(pane?.features['user']?.c?.some(([, n]) => n > 1)).toBe(true);
  });
});

describe('the random streams', () => {
  it('have everything that can become of a record in them', async () => {
    const seen = new Map<string, number>();
    const count = (what: string, n: number) => seen.set(what, (seen.get(what) ?? 0) + n);
    for (const { records } of fc.sample(streams, { seed: 1, numRuns: 25 })) {
      const { books, panes, tasks } = await askOracle(records, rules);
      for (const { predictions, outcomes, deadLetters } of Object.values(books)) {
        for (const [reason, n] of Object.entries(deadLetters)) count(reason, n);
        for (const [side, own] of Object.entries({ predictions, outcomes }))
          for (const [term, n] of Object.entries(own)) count(`${side} ${term}`, n);
      }
      for (const task of Object.values(tasks)) count(task, 1);
      for (const pane of Object.values(panes)) {
        if ('failures' in pane) continue;
        count('mismatched outcomes', pane.mismatched);
        count('outcomes of failures', pane.failed);
        count('sums beyond 2^900', (pane.error.huge ?? []).length);
        count('errors beyond a float64', pane.error.odd ? 1 : 0);
      }
    }
    const terms = ['read', 'accepted', 'duplicates', 'deadLetters', 'joined', 'unmatched', 'late'];
    const everything = [
      terms.flatMap((term) => [`predictions ${term}`, `outcomes ${term}`]),
      ['bad-json', 'not-a-number', 'wrong-type', 'missing-field', 'missing-id', 'too-large'],
      ['future', 'conflicting', 'mismatched outcomes', 'outcomes of failures'],
      ['binary', 'multiclass', 'regression', 'ranking', 'sums beyond 2^900', 'errors beyond a float64'],
    ].flat();
    expect(everything.filter((what) => !seen.get(what))).toEqual([]);
  });
});
