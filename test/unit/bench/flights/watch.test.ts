import { describe, expect, it } from 'vitest';
import { DAY } from '../../../../bench/flights/panes.js';
import { type Told, type Tracks, watch } from '../../../../bench/flights/watch.js';
import type { EvidencePane } from '../../../../detectors/evidence.js';
import { seededRandom } from '../../../../detectors/random.js';

const REFERENCE_DAYS = 42;
const CHANGE = 50;
const DAYS = 64;
const reference = { from: 0, to: REFERENCE_DAYS * DAY, live: REFERENCE_DAYS * DAY };

/** One feature of three bins and the loss, a pane a day; from day 50 on the feature moves, and the loss by `worse`. */
function tracks(moved: number, worse: number): Tracks {
  const random = seededRandom(5);
  const data: EvidencePane[] = [];
  const performance: EvidencePane[] = [];
  for (let day = 0; day < DAYS; day++) {
    const common = { scale: DAY, start: day * DAY, n: 1_000 };
    const noise = Math.round(20 * (random() - 0.5));
    const shift = (day >= CHANGE ? moved : 0) + noise;
    data.push({ ...common, kind: 'distribution', stream: 'x', counts: [500 - shift, 300, 200 + shift] });
    const loss = 0.4 + 0.02 * random() + (day >= CHANGE ? worse : 0);
    performance.push({
      ...common,
      kind: 'mean',
      stream: 'log-loss',
      sum: 1_000 * loss,
      sumSquares: 1_000 * loss ** 2 * 1.5,
    });
  }
  return { data, performance };
}

function told(of: Tracks): Told[] {
  return [...watch(of, 'data', reference)].flatMap((moment) => moment.told);
}

describe('watch', () => {
  it('tells a feature that moves once, after its change, and shows it as harmless while the loss stays', () => {
    const found = told(tracks(150, 0));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ stream: 'x', kind: 'distribution', alarms: false });
    expect(found[0]?.at).toBeGreaterThan(CHANGE * DAY);
    expect(found[0]?.at).toBeLessThanOrEqual((CHANGE + 7) * DAY);
  });

  it('alarms when the loss is worse as well', () => {
    expect(told(tracks(150, 0.2))[0]).toMatchObject({ stream: 'x', alarms: true });
  });

  it('is silent while the effect is below its floor, whatever the evidence', () => {
    const small = tracks(25, 0.2);
    expect([...watch(small, 'data', reference)].some(({ evidence }) => evidence)).toBe(true);
    expect(told(small)).toEqual([]);
  });

  it('brings nothing where nothing changes', () => {
    expect([...watch(tracks(0, 0), 'data', reference)]).toEqual([]);
  });
});
