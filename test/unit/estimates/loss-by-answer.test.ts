import { describe, expect, it } from 'vitest';
import { seededRandom, type Random } from '../../../detectors/random.js';
import { drawNormal } from '../../../src/estimates/draw.js';
import { estimateLoss, lossByAnswer, type LossCell } from '../../../src/estimates/loss-by-answer.js';
import { judged } from './judged.js';

const BINS = 40;

/** Answers in [0, 10), whose errors grow with them; `skew` above 1 moves answers down, `scale` all errors. */
function paneOf(
  rows: number,
  random: Random,
  { skew = 1, scale = 1, day = 0, bins = BINS } = {},
): LossCell[] {
  const cells = Array.from({ length: bins }, () => ({ n: 0, sum: 0, sumSquares: 0 }));
  const today = scale * Math.exp(day * drawNormal(random));
  for (let row = 0; row < rows; row++) {
    const answer = 10 * random() ** skew;
    const loss = Math.abs(drawNormal(random)) * (1 + answer) * today;
    const cell = cells[Math.floor((answer / 10) * bins)] as (typeof cells)[number];
    cell.n++;
    cell.sum += loss;
    cell.sumSquares += loss ** 2;
  }
  return cells;
}

function tried(live: Parameters<typeof paneOf>[2], reference: Parameters<typeof paneOf>[2] = {}) {
  const pairs = [1, 2, 3, 4].flatMap((seed) => {
    const random = seededRandom(seed);
    const learned = lossByAnswer(
      Array.from({ length: 30 }, () => paneOf(500, random, reference)),
      random,
    );
    return Array.from({ length: 25 }, () => {
      const cells = paneOf(500, random, live);
      const counts = cells.map(({ n }) => n);
      const estimate = estimateLoss(learned, counts, random)?.loss;
      if (!estimate) throw new Error('a pane with rows has an estimate');
      return { estimate, realised: cells.reduce((sum, cell) => sum + cell.sum, 0) / 500 };
    });
  });
  return judged(pairs);
}

describe('estimated loss of a regression', () => {
  it.each([{}, { skew: 3 }])('meets the realised one, whatever answers come: %o', (live) => {
    const { bias, coverage, margin, meanError } = tried(live);
    // One pane's own chance is about .2, the loss itself about 3 to 5.
    expect(Math.abs(bias)).toBeLessThan(0.08);
    expect(meanError).toBeLessThan(0.25);
    expect(coverage).toBeGreaterThan(0.95 - margin);
  });

  it('does not see answers that move within their bin: coarse bins cost it its interval', () => {
    const coarse = { bins: 5 };
    const { bias, coverage } = tried({ ...coarse, skew: 3 }, coarse);
    expect(bias).toBeGreaterThan(0.15);
    expect(coverage).toBeLessThan(0.9);
  });

  it('knows that days differ', () => {
    const restless = { day: 0.2 };
    const { coverage, margin } = tried(restless, restless);
    expect(coverage).toBeGreaterThan(0.95 - 2 * margin);
  });

  it('is blind to errors that grow at the same answers, as documented', () => {
    const { bias, coverage } = tried({ scale: 2 });
    expect(bias).toBeLessThan(-2);
    expect(coverage).toBe(0);
  });

  it('takes the overall loss where the reference had no answers, and says so', () => {
    const panes = Array.from({ length: 12 }, () => [
      { n: 10, sum: 20, sumSquares: 40 },
      { n: 0, sum: 0, sumSquares: 0 },
    ]);
    const learned = lossByAnswer(panes, seededRandom(1));
    expect(estimateLoss(learned, [1, 3], seededRandom(2))).toEqual({
      loss: { value: 2, low: 2, high: 2 },
      outside: 0.75,
    });
    expect(estimateLoss(learned, [0, 0], seededRandom(2))).toBeNull();
    expect(() => estimateLoss(learned, [1], seededRandom(2))).toThrow('2 bins of the answer, the pane 1');
  });

  it('refuses a reference of too few or unequal panes', () => {
    const pane = [{ n: 1, sum: 1, sumSquares: 1 }];
    expect(() => lossByAnswer([pane], seededRandom(1))).toThrow(
      'needs 10 reference panes with outcomes, but there are 1',
    );
    expect(() => lossByAnswer([pane, []], seededRandom(1))).toThrow('panes have the same bins');
  });
});
