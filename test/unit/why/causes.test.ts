import { describe, expect, it } from 'vitest';
import { findCauses } from '../../../src/why/causes.js';
import { marginalLosses } from '../../../src/why/loss-source.js';
import { rowLosses, type LossColumns } from '../../../src/why/row-losses.js';
import { flights, FEATURES, type Change } from './flights.js';

const SEEDS = Array.from({ length: 8 }, (_, i) => i + 1);
const references = SEEDS.map((seed) => flights(seed, 28));
const referenceOf = (seed: number) => references[seed - 1] as LossColumns;
const sourceOf = (seed: number, change: Change) =>
  rowLosses(FEATURES, referenceOf(seed), flights(1000 + seed, 3, change));
const firstOf = (seed: number, change: Change) => {
  const [first] = findCauses(sourceOf(seed, change)).causes;
  return first ? `${first.feature} ${first.label}` : null;
};
const close = (a: number, b: number) => expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9);

describe('findCauses', () => {
  it('names the airport whose flights do worse', () => {
    for (const seed of SEEDS) expect(firstOf(seed, { ord: 0.25 })).toBe('origin ORD');
  });

  it('names the bin of which there is more', () => {
    for (const seed of SEEDS) expect(firstOf(seed, { long: 3.5 })).toBe('distance 1500 and more');
  });

  it('names nothing in particular when everything does worse', () => {
    for (const seed of SEEDS) expect(firstOf(seed, { all: 0.08 })).toBeNull();
  });

  it('finds the second cause among the rows outside the first, whatever feature it is of', () => {
    for (const seed of SEEDS) {
      const { causes, delta, rest } = findCauses(sourceOf(seed, { ord: 0.25, long: 4 }));
      expect(causes.slice(0, 2).map(({ label }) => label)).toEqual(
        expect.arrayContaining(['ORD', '1500 and more']),
      );
      close(
        causes.reduce((sum, { contribution }) => sum + contribution, rest),
        delta,
      );
      expect(Math.abs(rest)).toBeLessThan(0.35 * delta);
    }
  });

  it('leaves as the rest just what the rows outside all causes do', () => {
    const source = sourceOf(3, { ord: 0.25, long: 4 });
    const { causes, rest } = findCauses(source);
    const [left] = source.outside(causes);
    const sides = [left?.reference ?? [], left?.now ?? []].map((panes) => {
      const all = (what: 'counts' | 'losses') =>
        panes.reduce((sum, pane) => sum + pane[what].reduce((a, b) => a + b, 0), 0);
      return { n: all('counts'), rate: all('losses') / all('counts') };
    });
    close(rest, (sides[1]!.n / 6000) * (sides[1]!.rate - sides[0]!.rate));
  });

  it('does not blame the weekday of a bad day', () => {
    const day = (weekday: number, errors: number) => ({
      counts: [0, 1].map((i) => (i === weekday ? 1000 : 0)),
      losses: [0, 1].map((i) => (i === weekday ? errors : 0)),
    });
    const reference = Array.from({ length: 12 }, (_, i) => day(i % 2, 100 + (i % 3)));
    const now = [day(0, 100), day(1, 400)];
    const weekday = { feature: 'weekday', labels: ['Sat', 'Sun'], reference, now };
    expect(findCauses(marginalLosses([weekday])).causes).toEqual([]);
  });

  it('tells the good news alike', () => {
    const { causes, delta } = findCauses(
      rowLosses(FEATURES, flights(5, 28, { ord: 0.25 }), flights(6, 3, {})),
    );
    expect(delta).toBeLessThan(0);
    expect(causes[0]).toMatchObject({ label: 'ORD', grew: expect.any(Boolean) as boolean });
    expect(causes[0]!.concept).toBeLessThan(0);
  });

  it('names the bin that the reference never had', () => {
    const labels = ['a', 'b', 'new'];
    const before = { counts: [500, 500, 0], losses: [50, 50, 0] };
    const now = { counts: [400, 400, 200], losses: [40, 40, 120] };
    const { causes } = findCauses(
      marginalLosses([{ feature: 'version', labels, reference: [before, before], now: [now] }]),
    );
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({ label: 'new', unseen: true, grew: true });
    expect(causes[0]!.contribution).toBeCloseTo(0.1, 12);
  });

  it('of two bins that tell the same mix, names the one that grew', () => {
    const before = { counts: [900, 100], losses: [90, 50] };
    const now = { counts: [500, 500], losses: [50, 250] };
    for (const labels of [
      ['short', 'long'],
      ['long', 'short'],
    ]) {
      const turn = (side: typeof now) =>
        labels[0] === 'long' ? { counts: side.counts.toReversed(), losses: side.losses.toReversed() } : side;
      const { causes } = findCauses(
        marginalLosses([{ feature: 'distance', labels, reference: [turn(before)], now: [turn(now)] }]),
      );
      expect(causes[0]).toMatchObject({ label: 'long', grew: true });
    }
  });

  it('says nothing where nothing changed', () => {
    const pane = { counts: [10, 20], losses: [1, 2] };
    const found = findCauses(
      marginalLosses([{ feature: 'x', labels: ['a', 'b'], reference: [pane, pane], now: [pane] }]),
    );
    expect(found).toMatchObject({ delta: 0, causes: [], rest: 0 });
  });

  it('refuses no features, no rows, and tables of different rows', () => {
    const pane = { counts: [10], losses: [1] };
    const table = { feature: 'x', labels: ['a'], reference: [pane], now: [pane] };
    const other = { ...table, feature: 'y', now: [{ counts: [11], losses: [1] }] };
    expect(() => findCauses(marginalLosses([]))).toThrow('no feature');
    expect(() => findCauses(marginalLosses([{ ...table, now: [] }]))).toThrow('no rows in the panes of now');
    expect(() => findCauses(marginalLosses([table, other]))).toThrow(
      'now: counts of y sum to 11, those of x to 10',
    );
  });
});

describe('marginalLosses', () => {
  const source = sourceOf(4, { ord: 0.25, long: 4 });
  const marginals = marginalLosses(source.outside([]));

  it('finds the same first cause as rows do', () => {
    expect(findCauses(marginals).causes[0]).toEqual(findCauses(source).causes[0]);
  });

  it('knows the other bins of the same feature outside a cell, as the rows do, and no other feature', () => {
    const cells = [
      { feature: 'origin', bin: 4 },
      { feature: 'origin', bin: 0 },
    ];
    expect(marginals.outside(cells)).toEqual([source.outside(cells)[0]]);
    expect(marginals.outside([...cells, { feature: 'hour', bin: 1 }])).toEqual([]);
  });

  it('adds up all the same', () => {
    const { causes, delta, rest } = findCauses(marginals);
    close(
      causes.reduce((sum, { contribution }) => sum + contribution, rest),
      delta,
    );
  });
});
