import { describe, expect, it } from 'vitest';
import { effectOf } from '../../../consumers/evaluator/effect.js';
import { expectedCounts, matchedReference } from '../../../consumers/evaluator/matched-reference.js';
import { totalCounts } from '../../../consumers/evaluator/pane-totals.js';
import type { DistributionPane, EvidencePane, RatePane } from '../../../detectors/pane.js';
import { policy } from './world.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);

function rate(day: number, hour: number, n: number, errors: number): RatePane {
  return { kind: 'rate', stream: 'errors', scale: HOUR, start: MONDAY + day * DAY + hour * HOUR, n, errors };
}

/** Three weeks; of the hour from 13:00 on Mondays all are right. */
function reference(rowsAnHour: number): RatePane[] {
  const share = (day: number, hour: number) => (day % 7 === 0 && hour === 13 ? 0 : hour < 12 ? 0.5 : 0.3);
  return Array.from({ length: 21 * 24 }, (_, at) => {
    const [day, hour] = [Math.floor(at / 24), at % 24];
    return rate(day, hour, rowsAnHour, Math.round(rowsAnHour * share(day, hour)));
  });
}

const monday = [rate(28, 13, 100, 38)];

describe('the effect of a rate', () => {
  it('is held against the same hour of the same weekday', () => {
    expect(effectOf(monday, reference(1_000), policy)).toMatchObject({ reference: 0, now: 0.38 });
  });

  it('is held against the same hour of all days where the weekday has few rows', () => {
    const { reference: then } = effectOf(monday, reference(100), policy) ?? {};
    expect(then).toBeCloseTo((18 / 21) * 0.3, 9);
  });

  it('is held against all of the reference where the hour has few rows', () => {
    const panes = reference(10);
    const wrong = panes.reduce((sum, { errors }) => sum + errors, 0);
    const effect = effectOf(monday, panes, policy);
    expect(effect?.reference).toBeCloseTo(wrong / (10 * panes.length), 9);
    expect(effect?.value).toBeLessThan(5);
  });
});

describe('counts of the reference in the mix of recent panes', () => {
  const shares = (day: number, hour: number, counts: readonly number[]): DistributionPane => ({
    kind: 'distribution',
    stream: 'x',
    scale: HOUR,
    start: MONDAY + day * DAY + hour * HOUR,
    n: counts.reduce((sum, n) => sum + n, 0),
    counts,
  });
  const panes: EvidencePane[] = [shares(0, 0, [900, 100]), shares(0, 1, [400, 600])];
  const size = (counts: readonly number[]) => counts.reduce((sum, n) => sum + n, 0);

  it('are as many as say so: all of them where the mix is that of the reference', () => {
    const recent = [shares(7, 0, [10, 0]), shares(7, 1, [10, 0])];
    const counts = expectedCounts(matchedReference(recent, panes));
    expect(size(counts)).toBeCloseTo(2_000, 6);
    expect(counts[0]).toBeCloseTo(totalCounts(panes)[0] ?? 0, 6);
  });

  it('are those of one hour where nearly all recent rows are in it', () => {
    const recent = [shares(7, 0, [1, 0]), shares(7, 1, [9_999, 0])];
    const counts = expectedCounts(matchedReference(recent, panes));
    expect(size(counts)).toBeCloseTo(1_000, -1);
    expect((counts[0] ?? 0) / size(counts)).toBeCloseTo(0.4, 3);
  });
});
