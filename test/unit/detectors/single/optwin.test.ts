import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../../detectors/index.js';
import { upperF, upperT } from '../../../../detectors/f-quantile.js';
import { logGamma } from '../../../../detectors/log-gamma.js';
import { optimalCuts } from '../../../../detectors/optimal-cut.js';
import { seededRandom } from '../../../../detectors/random.js';
import { alarmsOf } from '../../../support/alarms.js';

const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);

describe("scipy's", () => {
  it.each([
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [3, 0.6931471805599453],
    [100.5, 361.43554046777757],
    [50_000, 490_984.42327157187],
  ])('gammaln(%d)', (x, expected) => {
    expect(relative(logGamma(x), expected)).toBeLessThan(1e-12);
  });

  it.each([
    [14, 15, 4.725088503536515],
    [15, 14, 4.890530022671054],
    [1, 28, 11.021626359143445],
    [100.5, 29, 2.5593797359718677],
    [29, 1_000, 1.9214742421264503],
    [40_000, 9_000, 1.0476823667063522],
  ])('f.ppf(.9974905, %d, %d)', (d1, d2, expected) => {
    expect(relative(upperF(1 - 0.9974905, d1, d2), expected)).toBeLessThan(1e-9);
  });

  it.each([
    [1.5, 28.245125445425735],
    [3, 7.443497460864423],
    [28.7, 3.0391252667193336],
    [49_000.5, 2.805938798644618],
  ])('t.ppf(.9974905, %d)', (df, expected) => {
    expect(relative(upperT(1 - 0.9974905, df), expected)).toBeLessThan(1e-9);
  });
});

describe('the cut', () => {
  const options = { confidence: 0.999, warningConfidence: 0.98, rigor: 0.5 };
  const cuts = optimalCuts(options);

  it('is half the window until the rise can be significant', () => {
    expect(cuts(30).newer).toBe(15);
    expect(cuts(100).newer).toBe(50);
    expect(cuts(1_000).newer).toBeLessThan(100);
  });

  it('makes exactly the wanted rise significant, which no shorter newer part does', () => {
    const { newer, variances, t } = cuts(1_000);
    const rise = (size: number): number => t * Math.sqrt(1 / (1_000 - size) + variances / size);
    expect(rise(newer)).toBeCloseTo(0.5, 3);
    expect(rise(newer - 2)).toBeGreaterThan(0.5);
  });

  it('is the same between two lengths of the grid as one solved by itself', () => {
    const off = optimalCuts({ ...options });
    for (const n of [150, 333, 777, 5_000]) expect(off(n)).toEqual(cuts(n));
    // neighbours differ by less than a value: the grid has no steps
    for (let n = 101; n < 3_000; n += 7) expect(Math.abs(cuts(n + 1).newer - cuts(n).newer)).toBeLessThan(1);
  });

  it('never goes back by more than the value that came', () => {
    let before = 0;
    for (let n = 30; n < 3_000; n++) {
      const older = n - Math.ceil(cuts(n).newer);
      expect(older).toBeGreaterThanOrEqual(before);
      before = older;
    }
  });
});

describe('OPTWIN', () => {
  /** Mean delay and alarms too many a run: errors at .2, from 1,000 on at .8, 2,000 in all, as in the authors' notebook. */
  function measure(rigor: number, runs: number): { delay: number; falseAlarms: number } {
    const random = seededRandom(2026);
    let [delay, falseAlarms] = [0, 0];
    for (let run = 0; run < runs; run++) {
      const errors = Array.from({ length: 2_000 }, (_, i) => (random() < (i < 1_000 ? 0.2 : 0.8) ? 1 : 0));
      const alarms = alarmsOf(createDetector('optwin', { rigor }), errors);
      delay += (alarms.find((at) => at >= 1_000) ?? 2_000) - 1_000;
      falseAlarms += alarms.length - 1;
    }
    return { delay: delay / runs, falseAlarms: falseAlarms / runs };
  }

  it("has the delays and false alarms of the authors' notebook: 28.2 / .10 at r = .5, 18.3 / .67 at r = 1", () => {
    const half = measure(0.5, 100);
    expect(Math.abs(half.delay - 28.2)).toBeLessThan(3);
    expect(half.falseAlarms).toBeLessThan(0.3);
    const one = measure(1, 100);
    expect(Math.abs(one.delay - 18.3)).toBeLessThan(3);
    expect(one.falseAlarms).toBeGreaterThan(0.3);
    expect(one.falseAlarms).toBeLessThan(0.9);
  });

  it('hears no improvement', () => {
    const random = seededRandom(3);
    const better = Array.from({ length: 3_000 }, (_, i) => random() + (i < 1_500 ? 1 : 0));
    expect(alarmsOf(createDetector('optwin'), better)).toEqual([]);
  });

  it('tests the parts of its window as they are, through thousands of steps', () => {
    const random = seededRandom(4);
    const detector = createDetector('optwin', { maxWindowLength: 300, minWindowLength: 300 });
    const values: number[] = [];
    const cut = optimalCuts({ confidence: 0.999, warningConfidence: 0.98, rigor: 0.5 })(300);
    for (let i = 0; i < 3_000; i++) {
      // it leaves the window at 305, without a trace
      const value = i === 5 ? -1e9 : random() + (i < 2_000 ? 0 : 0.2);
      values.push(value);
      const { drift } = detector.update(value);
      if (i < 305) continue;
      const window = values.slice(-300);
      const older = window.slice(0, 300 - Math.ceil(cut.newer));
      const newer = window.slice(-Math.ceil(cut.newer));
      expect(drift).toBe(isDrift(older, newer, cut));
      if (drift) return;
    }
    expect.unreachable('no drift');
  });
});

function isDrift(
  older: readonly number[],
  newer: readonly number[],
  cut: { t: number; variances: number },
): boolean {
  const mean = (part: readonly number[]): number => part.reduce((sum, value) => sum + value, 0) / part.length;
  const variance = (part: readonly number[]): number => {
    const centre = mean(part);
    const squares = part.reduce((sum, value) => sum + (value - centre) ** 2, 0);
    return (Math.sqrt(squares / (part.length - 1)) + 1e-6) ** 2;
  };
  const rise = mean(newer) - mean(older);
  const t = rise / Math.sqrt(variance(older) / older.length + variance(newer) / newer.length);
  return t > cut.t || (variance(newer) / variance(older) > cut.variances && rise > 0);
}
