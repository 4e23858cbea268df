import { describe, expect, it } from 'vitest';

import { seededRandom } from '../../../detectors/random.js';
import { GROUP_A, type Applicant } from '../../../src/generators/agrawal-rules.js';
import {
  agrawal,
  hyperplane,
  led,
  sea,
  sine,
  stagger,
  turningHyperplane,
  type Concept,
  type LabelledRow,
} from '../../../src/generators/index.js';

const ROWS = 4000;

function read(concept: Concept<LabelledRow>): LabelledRow[] {
  const random = seededRandom(23);
  return Array.from({ length: ROWS }, () => concept(random));
}

function number(row: LabelledRow, feature: string): number {
  return row.features[feature] as number;
}

function shareOf(rows: readonly LabelledRow[], holds: (row: LabelledRow) => boolean): number {
  return rows.filter(holds).length / rows.length;
}

/** Four standard errors around an expected share of ROWS rows. */
function about(share: number, expected: number): void {
  expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / ROWS));
}

describe('sea', () => {
  it.each([
    [0, 8],
    [1, 9],
    [2, 7],
    [3, 9.5],
  ])('concept %d parts at x0 + x1 = %d', (concept, threshold) => {
    const rows = read(sea({ concept }));
    for (const row of rows) expect(row.label).toBe(Number(number(row, 'x0') + number(row, 'x1') > threshold));
    about(
      shareOf(rows, ({ label }) => label === 1),
      1 - threshold ** 2 / 200,
    );
  });

  it('has its share of wrong labels', () => {
    const wrong = (row: LabelledRow) => row.label !== Number(number(row, 'x0') + number(row, 'x1') > 8);
    about(shareOf(read(sea({ noise: 0.1 })), wrong), 0.1);
  });
});

describe('stagger', () => {
  // small and red: 1/9; green or a circle: 1/3 + 1/3 - 1/9; medium or large: 2/3
  it.each([
    [0, 1 / 9],
    [1, 5 / 9],
    [2, 2 / 3],
  ])('concept %d has its share of label 1', (concept, share) => {
    about(
      shareOf(read(stagger({ concept })), ({ label }) => label === 1),
      share,
    );
  });

  it('labels by its rule', () => {
    for (const { features, label } of read(stagger({ concept: 1 }))) {
      expect(label).toBe(Number(features['color'] === 'green' || features['shape'] === 'circle'));
    }
  });
});

describe('sine', () => {
  it('parts below the curve from above, and turns round', () => {
    for (const [concept, curve] of [
      Math.sin,
      (x: number) => 0.5 + 0.3 * Math.sin(3 * Math.PI * x),
    ].entries()) {
      const straight = read(sine({ concept: 2 * concept }));
      const reversed = read(sine({ concept: 2 * concept + 1 }));
      for (const [index, row] of straight.entries()) {
        expect(row.label).toBe(Number(number(row, 'x1') < curve(number(row, 'x0'))));
        expect(reversed[index]).toEqual({ features: row.features, label: 1 - row.label });
      }
    }
  });
});

describe('led', () => {
  it('shows each digit by its segments, all different', () => {
    const shown = new Map<number, string>();
    for (const row of read(led())) {
      const segments = Array.from({ length: 7 }, (_, bit) => number(row, `x${bit}`)).join('');
      expect(shown.get(row.label) ?? segments).toBe(segments);
      shown.set(row.label, segments);
    }
    expect(new Set(shown.values()).size).toBe(10);
    expect(shown.get(8)).toBe('1111111');
  });

  it('inverts segments with its probability, and swaps them with irrelevant bits', () => {
    const eights = read(led({ noise: 0.1 })).filter(({ label }) => label === 8);
    const dark = shareOf(eights, (row) => number(row, 'x0') === 0);
    expect(Math.abs(dark - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / eights.length));
    const [plain, swapped] = [read(led()), read(led({ swapped: 2 }))];
    for (const [index, row] of plain.entries()) {
      const other = swapped[index] as LabelledRow;
      expect([0, 1, 2, 7, 8, 9].map((bit) => number(other, `x${bit}`))).toEqual(
        [7, 8, 2, 0, 1, 9].map((bit) => number(row, `x${bit}`)),
      );
    }
    expect(Object.keys(plain[0]?.features ?? {})).toHaveLength(24);
  });
});

describe('hyperplane', () => {
  it('parts the cube in halves', () => {
    const rows = read(hyperplane([1, 2, -1]));
    about(
      shareOf(rows, ({ label }) => label === 1),
      0.5,
    );
    for (const row of rows) {
      expect(row.label).toBe(Number(number(row, 'x0') + 2 * number(row, 'x1') - number(row, 'x2') >= 1));
    }
  });

  it('turns from one set of weights to another', () => {
    const stream = turningHyperplane([1, 0], [0, 1], { from: 100, to: 900, rows: 1000 });
    const rows = [...stream.rows(5)];
    for (const row of rows.slice(0, 100)) expect(row.label).toBe(Number(number(row, 'x0') >= 0.5));
    for (const row of rows.slice(900)) expect(row.label).toBe(Number(number(row, 'x1') >= 0.5));
    expect(number(rows[500] as LabelledRow, 'x0') + number(rows[500] as LabelledRow, 'x1') >= 1).toBe(
      rows[500]?.label === 1,
    );
    expect(stream.changes).toEqual([{ kind: 'incremental', from: 100, to: 900 }]);
  });
});

describe('agrawal', () => {
  const applicant: Applicant = {
    salary: 60_000,
    commission: 20_000,
    age: 30,
    educationLevel: 1,
    car: 3,
    zipCode: 4,
    houseValue: 400_000,
    yearsOwned: 25,
    loan: 150_000,
  };

  // Each rule at one applicant, and at the same one with a change that turns it.
  it.each<[number, boolean, Partial<Applicant>]>([
    [0, true, { age: 45 }],
    [1, true, { salary: 45_000 }],
    [2, true, { educationLevel: 2 }],
    [3, true, { salary: 80_000 }],
    [4, true, { loan: 310_000 }],
    [5, true, { commission: 45_000 }],
    // 53,333 - 30,000 - 20,000 is above 0
    [6, true, { loan: 170_000 }],
    // 53,333 - 5,000 - 20,000
    [7, true, { salary: 20_000, commission: 0, educationLevel: 4 }],
    // 53,333 - 5,000 - 30,000 - 10,000
    [8, true, { loan: 200_000 }],
    // 53,333 - 5,000 + 40,000 - 10,000; without equity and with little income it is not
    [9, true, { salary: 20_000, commission: 0, educationLevel: 4, yearsOwned: 20 }],
  ])('rule %d', (rule, holds, change) => {
    const inGroupA = GROUP_A[rule];
    expect(inGroupA?.(applicant)).toBe(holds);
    expect(inGroupA?.({ ...applicant, ...change })).toBe(!holds);
  });

  it('labels group A 0 by its rule, and both labels occur', () => {
    for (let concept = 0; concept < 10; concept++) {
      const rows = read(agrawal({ concept }));
      for (const { features, label } of rows) {
        expect(label).toBe(GROUP_A[concept]?.(features as unknown as Applicant) === true ? 0 : 1);
      }
      expect(new Set(rows.map(({ label }) => label)).size).toBe(2);
    }
  });

  it('perturbs features inside of their ranges, after the label', () => {
    const plain = read(agrawal());
    const random = seededRandom(9);
    const perturbed = Array.from({ length: ROWS }, () => agrawal({ perturbation: 0.3 })(random));
    expect(
      shareOf(plain, (row) => (number(row, 'age') < 40 || number(row, 'age') >= 60) !== (row.label === 0)),
    ).toBe(0);
    const wrong = (row: LabelledRow) =>
      (number(row, 'age') < 40 || number(row, 'age') >= 60) !== (row.label === 0);
    expect(shareOf(perturbed, wrong)).toBeGreaterThan(0.05);
    for (const row of perturbed) {
      expect(number(row, 'age')).toBeGreaterThanOrEqual(20);
      expect(number(row, 'age')).toBeLessThanOrEqual(80);
      expect(number(row, 'salary')).toBeLessThanOrEqual(150_000);
      expect(number(row, 'loan')).toBeGreaterThanOrEqual(0);
    }
  });
});

it('options out of range are refused by name', () => {
  expect(() => sea({ concept: 4 })).toThrow('concept is a whole number from 0 to 3, not 4');
  expect(() => sea({ noise: -1 })).toThrow('noise is a probability from 0 to 1, not -1');
  expect(() => stagger({ concept: 3 })).toThrow('from 0 to 2');
  expect(() => led({ swapped: 8 })).toThrow('swapped is a whole number from 0 to 7, not 8');
  expect(() => agrawal({ concept: 10 })).toThrow('from 0 to 9');
  expect(() => hyperplane([])).toThrow('weights are finite numbers');
});
