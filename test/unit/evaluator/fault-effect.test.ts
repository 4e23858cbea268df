import { describe, expect, it } from 'vitest';
import { explain } from '../../../consumers/evaluator/explain.js';
import type { Moment } from '../../../consumers/evaluator/moment.js';
import { effectSince } from '../../../consumers/evaluator/recent-panes.js';
import { startWatch } from '../../../consumers/evaluator/watch.js';
import { calibrateFast } from '../../../detectors/fast/index.js';
import type { RatePane } from '../../../detectors/pane.js';
import type { Reference } from '../../../src/policy/reference.js';
import { faultyStream } from '../../../src/policy/streams/stream-names.js';
import { BEGIN, DAY, HOUR, policy } from './world.js';

const stream = faultyStream('share');
const pane = (day: number, hour: number, n: number, errors: number): RatePane => ({
  kind: 'rate',
  stream,
  scale: HOUR,
  start: BEGIN + day * DAY + hour * HOUR,
  n,
  errors,
});

/** As of flights: of 160 rows from 05:00 on some 48 have no share of the destination as a rule, of 50 rows from midnight on one. */
const reference = Array.from({ length: 42 }, (_, day) => [
  pane(day, 0, 50, day % 3),
  pane(day, 5, 160, 44 + (day % 9)),
  pane(day, 12, 1_000, 0),
]).flat();

const REFERENCE: Reference = {
  id: 'r',
  model: 'm',
  version: '1',
  from: BEGIN,
  to: BEGIN + 42 * DAY,
  bins: {},
  data: [],
  performance: [],
  estimates: [],
  fast: { data: calibrateFast(reference, { scale: HOUR }), performance: null },
};

function effectOf(recent: readonly RatePane[]) {
  const watch = startWatch(REFERENCE, BEGIN + 42 * DAY, policy);
  watch.tracks.data.fast?.recent.set(stream, [...recent]);
  const [first] = recent as [RatePane];
  const last = recent.at(-1) as RatePane;
  const question = {
    track: 'data',
    speed: 'fast',
    stream,
    onset: first.start,
    end: last.start + HOUR,
  } as const;
  return effectSince(watch, question, policy);
}

describe('the effect of values that are missing', () => {
  it('is held against what is usual at that hour, and says of how many rows', () => {
    const effect = effectOf([pane(48, 5, 160, 148)]);
    expect(effect).toMatchObject({ name: 'points', now: 148 / 160, rows: { faulty: 148, all: 160 } });
    expect(effect?.reference).toBeCloseTo(0.3, 2);
    if (!effect) throw new Error('no effect');
    const began = { onset: BEGIN + 48 * DAY + 5 * HOUR, onsetWithin: HOUR };
    const why = explain({ speed: 'fast' } as Moment, stream, began, effect, {
      causes: null,
      cost: undefined,
    });
    expect(why).toMatch(
      /^share is missing or of another type in 92\.5% of rows \(148 of 160\), 30\.\d% before at these hours, since about 2024-02-18 05:00\.$/,
    );
  });

  it('is none where as much is missing at that hour as a rule', () => {
    expect(effectOf([pane(48, 5, 160, 50)])?.value).toBeLessThan(3);
  });

  it('is held against the hours in the mix of their rows', () => {
    const effect = effectOf([pane(47, 12, 1_000, 0), pane(48, 5, 1_000, 900)]);
    expect(effect?.reference).toBeCloseTo(0.15, 2);
    expect(effect?.value).toBeCloseTo(30, 0);
  });

  it('is not asked of a handful of rows', () => {
    expect(effectOf([pane(48, 5, 60, 60)])).toBeNull();
  });
});
