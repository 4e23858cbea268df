import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseByteSize } from '../../../src/config/byte-size.js';
import { closestName, editDistance } from '../../../src/config/closest-name.js';
import { formatDuration, parseDuration } from '../../../src/config/duration.js';

describe('parseDuration', () => {
  it.each([
    ['0s', 0],
    ['250ms', 250],
    ['90s', 90_000],
    ['1.5h', 5_400_000],
    ['2 w', 1_209_600_000],
    ['0.1s', 100],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', 'm', '-5m', '5M', '5 minutes', '1h30m', '0.5ms', '99999999999999w', 'Infinityd'])(
    'refuses %j',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('reads back what formatDuration writes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.nat(),
          fc.nat(10_000).map((n) => n * 3_600_000),
        ),
        (ms) => {
          expect(parseDuration(formatDuration(ms))).toBe(ms);
        },
      ),
    );
  });
});

describe('parseByteSize', () => {
  it.each([
    ['1B', 1],
    ['256KiB', 262_144],
    ['2 GiB', 2_147_483_648],
    ['256kb', undefined],
    ['1.5MiB', undefined],
    ['', undefined],
  ])('reads %j as %j', (text, bytes) => {
    expect(parseByteSize(text)).toBe(bytes);
  });
});

describe('closestName', () => {
  it.each([
    ['pan', 'pane'],
    ['PANE', 'pane'],
    ['horizn', 'horizon'],
    ['retrainings', 'retraining'],
    ['colour', undefined],
  ])('takes %s for %s', (written, meant) => {
    expect(closestName(written, ['pane', 'grace', 'horizon', 'retraining'])).toBe(meant);
  });

  it('measures a distance', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
