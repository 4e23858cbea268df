import { describe, expect, it } from 'vitest';
import { dirichlet, multinomial } from '../../../../bench/fast-path/draws.js';
import {
  afterFastAlarm,
  calibrateFast,
  concentrationPane,
  createFast,
  fastVerdict,
  observeFast,
} from '../../../../detectors/fast/index.js';
import type { DistributionPane, EvidencePane } from '../../../../detectors/pane.js';
import { seededRandom } from '../../../../detectors/random.js';
import { DAY, HOUR, MONDAY, moments, normal } from '../../../support/synthetic-panes.js';

const PAGES = Array.from({ length: 20 }, (_, bin) => Math.exp(-bin / 5));
const SHARES = {
  pages: PAGES.map((share) => share / PAGES.reduce((sum, one) => sum + one, 0)),
  category: [0.18, 0.3, 0.2, 0.1, 0.12, 0.1],
};
const WEEKS_3 = 21;

/** Panes of an hour of so many rows; days move as if each were drawn from 32 rows, or not at all. */
function day(seed: number, number: number, rows: number, isSteady: boolean, errorRate = 0.3): EvidencePane[] {
  const random = seededRandom(seed * 1_009 + number);
  const ofDay = (mean: readonly number[]) => (isSteady ? mean : dirichlet(random, mean, 32));
  const [wrong = 0] = ofDay([errorRate, 1 - errorRate]);
  const shares = Object.entries(SHARES).map(([stream, mean]) => [stream, ofDay(mean)] as const);
  const latency = isSteady ? 2.5 : 2.5 + 0.15 * normal(random);
  return Array.from({ length: 24 }, (_, hour): EvidencePane[] => {
    const n = Math.round(rows * (1 + 0.5 * Math.sin((hour * Math.PI) / 12)));
    const place = { scale: HOUR, start: MONDAY + number * DAY + hour * HOUR, n };
    const [errors = 0] = multinomial(random, n, [wrong, 1 - wrong]);
    const values = Array.from({ length: n }, () => latency + 0.5 * normal(random));
    return [
      { kind: 'rate', stream: 'errors', ...place, errors },
      {
        kind: 'mean',
        stream: 'latency',
        ...place,
        sum: values.reduce((sum, value) => sum + value, 0),
        sumSquares: values.reduce((sum, value) => sum + value * value, 0),
      },
      ...shares.flatMap(([stream, share]): EvidencePane[] => {
        const counts = multinomial(random, n, share);
        const pane: DistributionPane = { kind: 'distribution', stream, ...place, counts };
        return [pane, concentrationPane(pane)];
      }),
    ];
  }).flat();
}

/** Streams that lead alarms in days that follow a reference of three weeks with two rows an hour. */
function ledBy(seed: number, isSteady: boolean, days: readonly EvidencePane[][]): string[] {
  const reference = Array.from({ length: WEEKS_3 }, (_, number) => day(seed, number, 2, isSteady)).flat();
  const calibration = calibrateFast(reference, {
    scale: HOUR,
    minUnits: WEEKS_3,
    vital: ['errors', 'latency'],
  });
  const state = createFast(calibration);
  return moments(days.flat()).flatMap((moment) => {
    for (const pane of moment) observeFast(calibration, state, pane);
    const { alarm, streams } = fastVerdict(calibration, state);
    if (!alarm) return [];
    afterFastAlarm(calibration, state);
    return [streams[0]?.stream ?? ''];
  });
}

describe('the fast path behind a reference of few rows', () => {
  it.each([true, false])(
    'takes a hundred times the traffic for no change of anything else (steady: %s)',
    (isSteady) => {
      for (let seed = 1; seed <= 10; seed++) {
        const rush = [0, 1, 2, 3].map((number) => day(seed, WEEKS_3 + number, 200, isSteady));
        expect(ledBy(seed, isSteady, rush)).toEqual([]);
      }
    },
  );

  it('tells, of as much traffic, that the answers have become wrong, on the first day and nearly always', () => {
    const told = Array.from({ length: 10 }, (_, i) =>
      ledBy(i + 1, false, [day(i + 1, WEEKS_3, 200, false, 0.85)]),
    );
    // A day itself moves by .06: one of them may look like less.
    expect(told.filter((streams) => streams.includes('errors')).length).toBeGreaterThanOrEqual(8);
  });
});
