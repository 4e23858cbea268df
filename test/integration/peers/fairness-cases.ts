/** Random rows of groups, and what is asked of fairlearn about them. */
import { expect } from 'vitest';

import type { Random } from '../../../detectors/random.js';
import {
  addToAttribute,
  attributeFromJson,
  attributeToJson,
  CRITERIA,
  emptyAttribute,
  fairness,
  mergeAttribute,
  type AttributeCounts,
  type AttributeCountsJson,
  type Criterion,
} from '../../../src/fairness/index.js';
import type { Comparison } from './agreement.js';
import { inOne, inParts, type Mergeable } from './in-parts.js';
import { betweenLogs, pick, whole } from './random-streams.js';

interface Row {
  readonly group: string;
  readonly predicted: 0 | 1;
  readonly actual: 0 | 1;
  readonly score: number;
}

const attributes: Mergeable<AttributeCounts, Row> = {
  empty: emptyAttribute,
  add: (state, { group, predicted, actual, score }) =>
    addToAttribute(state, group, { predicted: String(predicted), actual: String(actual), score }),
  merge: mergeAttribute,
  stored: (state) =>
    attributeFromJson(JSON.parse(JSON.stringify(attributeToJson(state))) as AttributeCountsJson),
};

/** Up to 9 groups of unlike sizes, down to ones of a single row; rare and absent outcomes too. */
function groupedRows(random: Random): Row[] {
  const groups = Array.from(
    { length: pick(random, [1, whole(random, 2, 4), whole(random, 2, 9)]) },
    (_, index) => ({
      group: `g${index}`,
      happens: pick(random, [0, 1, betweenLogs(random, 0.01, 1), random(), random()]),
      sharpness: random(),
    }),
  );
  const skew = pick(random, [1, 3]);
  return Array.from({ length: pick(random, [whole(random, 1, 20), whole(random, 50, 1_500)]) }, () => {
    const { group, happens, sharpness } = groups[Math.floor(random() ** skew * groups.length)] ?? {
      group: 'g0',
      happens: 0.5,
      sharpness: 0.5,
    };
    const actual = random() < happens ? 1 : 0;
    const score = sharpness * actual + (1 - sharpness) * random();
    return { group, actual, score, predicted: score > 0.5 ? 1 : 0 };
  });
}

export function fairnessComparisons(random: Random, criterion: Criterion): Comparison {
  const rows = groupedRows(random);
  const column = <Key extends keyof Row>(key: Key): Row[Key][] => rows.map((row) => row[key]);
  const predicted = criterion === 'calibration' ? column('score') : column('predicted');
  return {
    ask: 'fairlearn.criterion',
    of: [
      criterion,
      CRITERIA[criterion],
      column('actual'),
      predicted,
      column('group'),
      criterion !== 'calibration',
    ],
    ours: () => {
      const values = valuesOf([inOne(attributes, rows)], criterion);
      expect(valuesOf([inParts(random, attributes, rows)], criterion)).toEqual(values);
      // Disjoint panes are the same rows: only the intervals see the panes.
      const half = Math.floor(rows.length / 2);
      const panes = [rows.slice(0, half), rows.slice(half)].map((part) => inOne(attributes, part));
      expect(valuesOf(panes, criterion)).toEqual(
        values.map((value) => (value === null ? null : (expect.closeTo(value, 12) as number))),
      );
      return values;
    },
  };
}

/** In the order in which the question is answered. */
function valuesOf(panes: readonly AttributeCounts[], criterion: Criterion): (number | null)[] {
  const { rates, difference, ratio } = fairness(panes, criterion, { leastRows: 1 });
  return [...rates.map(({ value }) => value), difference.value, ratio.value];
}
