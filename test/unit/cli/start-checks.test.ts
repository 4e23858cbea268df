import { describe, expect, it } from 'vitest';
import { momentFlag } from '../../../src/cli/moment-flag.js';
import { clockAgrees } from '../../../src/cli/start-checks/clock.js';

describe('the clock at the start', () => {
  const limits = { futureTolerance: 300_000, doubtful: 10_000 };
  const warningsOf = (aheadMs: number): string[] => {
    const warnings: string[] = [];
    clockAgrees(aheadMs, limits, (text) => warnings.push(text));
    return warnings;
  };

  it('may be a little off', () => {
    expect(warningsOf(9_000)).toEqual([]);
    expect(warningsOf(-10_000)).toEqual([]);
  });

  it('is doubted further off, in the right direction', () => {
    expect(warningsOf(60_000)).toEqual([
      "this machine's clock is 1 min behind the Kafka broker's: synchronise both (NTP)",
    ]);
    expect(warningsOf(-60_000)[0]).toContain('1 min ahead of');
  });

  it('keeps Leeway from starting where good events would be refused', () => {
    expect(() => warningsOf(-301_000)).toThrow(
      /5 min ahead of the Kafka broker's, more than futureTolerance/,
    );
  });
});

describe('a moment on the command line', () => {
  const now = Date.UTC(2026, 0, 5, 12);
  it.each([
    ['2h', now - 7_200_000],
    ['2026-01-05T09:00:00Z', Date.UTC(2026, 0, 5, 9)],
    ['1767600000000', 1_767_600_000_000],
  ])('%s', (text, expected) => {
    expect(momentFlag('--since', text, now)).toBe(expected);
  });

  it.each(['yesterday', '2026-01-05', '', '-1'])('"%s" is refused', (text) => {
    expect(() => momentFlag('--since', text, now)).toThrow(`--since must be a duration such as 2h`);
  });
});
