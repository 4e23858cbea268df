import { describe, expect, it } from 'vitest';
import type { LegResult } from '../../../bench/path/leg-task.js';
import { rateOf, table } from '../../../bench/path/table.js';

const floor: LegResult = {
  events: 400_000,
  seconds: 2,
  startUpSeconds: 0.5,
  cpuSeconds: 2.25,
  peakBytes: 150 * 2 ** 20,
};
const path: LegResult = {
  events: 390_000,
  seconds: 6.5,
  startUpSeconds: 1.25,
  cpuSeconds: 8,
  peakBytes: 1_300 * 2 ** 20,
};

describe('table', () => {
  it('shows rate, share of the floor, time and memory of each leg, in columns', () => {
    expect(
      table([
        { name: 'floor', result: floor },
        { name: 'the whole path', result: path, floor },
      ]),
    ).toBe(
      [
        '| leg            | events/s | of floor | seconds | start-up s | CPU s | peak MiB |',
        '| -------------- | -------: | -------: | ------: | ---------: | ----: | -------: |',
        '| floor          |  200,000 |          |    2.00 |       0.50 |   2.3 |      150 |',
        '| the whole path |   60,000 |     0.30 |    6.50 |       1.25 |   8.0 |    1,300 |',
      ].join('\n'),
    );
  });
});

describe('rateOf', () => {
  it('leaves the start-up out', () => {
    expect(rateOf(path)).toBe(60_000);
  });
});
