import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addOutcomesToCohort,
  addPredictionsToCohort,
  dueRevisions,
  type CohortMetrics,
  type OpenCohorts,
} from '../../../consumers/evaluator/cohorts.js';
import { addPairToCohorts, cohortDeltas, emptyCohorts } from '../../../consumers/profiler/cohort-deltas.js';
import { pairOf } from '../../../src/aggregates/pair-of.js';
import { cohortsOf } from '../../../src/estimates/revisions.js';
import type { CohortDelta } from '../../../src/records/profile.js';
import type { Pair } from '../../../src/stream/pair.js';
import { END_OF_TIME } from '../../../src/stream/settings.js';

const HOUR = 3_600_000;
const settings = cohortsOf({ pane: 300_000, horizon: 48 * HOUR });

interface Row {
  readonly version: string;
  readonly predictedAt: number;
  readonly delay: number;
  readonly right: boolean;
}

const rows = fc.array(
  fc.record({
    version: fc.constantFrom('1', '2'),
    predictedAt: fc.integer({ min: 0, max: 5 * HOUR - 1 }),
    delay: fc.oneof(fc.integer({ min: 0, max: 2 * HOUR }), fc.integer({ min: 0, max: 48 * HOUR })),
    right: fc.boolean(),
  }),
  { maxLength: 40 },
);

function pairAt({ version, predictedAt, delay, right }: Row): Pair {
  return {
    ...pairOf({ task: 'binary', label: 1, score: 0.75 }, right ? 1 : 0),
    version,
    segments: null,
    predictedAt,
    predictionLate: false,
    happenedAt: predictedAt + delay,
    outcomeLate: false,
    offset: 0,
  };
}

function deltasOf(own: readonly Row[], share = 0): CohortDelta[] {
  const cohorts = emptyCohorts();
  for (const row of own) addPairToCohorts(cohorts, pairAt(row), share, settings);
  return cohortDeltas(cohorts);
}

/** Tells the rows in batches, the watermark behind each of them as far as it may be. */
function told(all: readonly Row[], batches: number): CohortMetrics[] {
  const cohorts: OpenCohorts = new Map();
  const said: CohortMetrics[] = [];
  for (const { version, predictedAt } of all)
    addPredictionsToCohort(cohorts, version, predictedAt, 1, settings);
  const sorted = all.toSorted((a, b) => a.predictedAt + a.delay - b.predictedAt - b.delay);
  const size = Math.max(1, Math.ceil(sorted.length / batches));
  let revised = -Infinity;
  for (let from = 0; from < sorted.length; from += size) {
    for (const delta of deltasOf(sorted.slice(from, from + size))) {
      expect(addOutcomesToCohort(cohorts, delta, settings, revised)).toBe(true);
    }
    const next = sorted[from + size];
    revised = next ? next.predictedAt + next.delay : END_OF_TIME;
    said.push(...dueRevisions(cohorts, 'binary', revised, settings));
  }
  expect(cohorts.size).toBe(0);
  return said;
}

describe('performance by prediction time', () => {
  it('is told the same in the same order, however outcomes come together and the watermark moves', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 40 }), (all, batches) => {
        expect(JSON.stringify(told(all, batches))).toBe(JSON.stringify(told(all, 1)));
      }),
    );
  });

  it('holds at each age the outcomes that were known by then, and no other', () => {
    fc.assert(
      fc.property(rows, (all) => {
        for (const { version, start, end, revision, n, values } of told(all, 3)) {
          const own = all.filter(
            (row) => row.version === version && row.predictedAt >= start && row.predictedAt < end,
          );
          const { index, of, age } = revision ?? { index: NaN, of: NaN, age: NaN };
          const known = own.filter(
            ({ predictedAt, delay }) => index === of - 1 || predictedAt + delay < end + age,
          );
          expect(n).toBe(known.length);
          expect(values['predictions']).toBe(own.length);
          expect(values['labelCoverage']).toBe(known.length / own.length);
          if (known.length > 0) {
            expect(values['accuracy']).toBe(known.filter(({ right }) => right).length / known.length);
          }
        }
      }),
    );
  });

  it('counts a row of a sample as the rows that it stands for', () => {
    const row: Row = { version: '1', predictedAt: 0, delay: 1, right: true };
    const sampled = deltasOf([row, { ...row, right: false }], 3);
    const all = deltasOf(Array.from({ length: 16 }, (_, i) => ({ ...row, right: i % 2 === 0 })));
    expect(sampled).toEqual(all);
  });

  it('is told once an age, and forgotten after the horizon', () => {
    const row: Row = { version: '1', predictedAt: 0, delay: 30 * 60_000, right: true };
    const cohorts: OpenCohorts = new Map();
    addPredictionsToCohort(cohorts, '1', 0, 2, settings);
    for (const delta of deltasOf([row])) addOutcomesToCohort(cohorts, delta, settings, 0);
    const at = (mark: number) =>
      dueRevisions(cohorts, 'binary', mark, settings).map(({ revision, values }) => [revision?.index, values['labelCoverage']]); // prettier-ignore
    expect(at(2 * HOUR - 1)).toEqual([]);
    expect(at(2 * HOUR)).toEqual([[0, 0.5]]);
    expect(at(2 * HOUR)).toEqual([]);
    expect(at(25 * HOUR)).toEqual([[1, 0.5], [2, 0.5]]); // prettier-ignore
    expect(cohorts.size).toBe(1);
    expect(at(END_OF_TIME)).toEqual([[3, 0.5]]);
    expect(cohorts.size).toBe(0);
  });

  it('takes nothing more into what it has told', () => {
    const [delta] = deltasOf([{ version: '1', predictedAt: 0, delay: 1, right: true }]);
    const cohorts: OpenCohorts = new Map();
    expect(delta && addOutcomesToCohort(cohorts, delta, settings, 2 * HOUR)).toBe(false);
    expect(cohorts.size).toBe(0);
  });
});
