import { describe, expect, it } from 'vitest';
import type { ReplayProgress } from '../../../producers/flights/replayer.js';
import { progressLine } from '../../../src/cli/demo-progress-line.js';
import { DemoScreen } from '../../../src/cli/demo-screen.js';
import type { AlertRecord, RetrainingRecord } from '../../../src/records/feed.js';

const span = { from: Date.UTC(2001, 0, 1), to: Date.UTC(2001, 0, 11) };
const reached: ReplayProgress = {
  time: Date.UTC(2001, 0, 6),
  predictions: 2_732_686,
  outcomes: 2_729_001,
  version: '2',
  waitingFor: 'nothing',
};

describe('progressLine', () => {
  it('fills the bar over the flights that there are', () => {
    const cells = (time: number) =>
      progressLine({ ...reached, time }, span, '', Infinity).split('█').length - 1;
    expect([span.from, reached.time, span.to, span.to + 1].map(cells)).toEqual([0, 12, 24, 24]);
  });

  it('is full where all flights are of one moment', () => {
    const moment = { from: span.from, to: span.from };
    expect(progressLine(reached, moment, '', Infinity)).toContain('█'.repeat(24));
  });

  it.each([
    [200, 'nothing', /^ {2}[█░]{24} 2001-01-06 {2}2,732,686 predictions, 2,729,001 outcomes, version 2$/],
    [79, 'nothing', /^ {2}[█░]{24} 2001-01-06 {2}2,732,686 predictions, version 2$/],
    [79, 'training', /^ {2}2001-01-06 {2}2,732,686 predictions, version 2 {2}training: weigh hours 40%$/],
    [60, 'nothing', /^ {2}[█░]{12} 2001-01-06 {2}2,732,686 predictions, version 2$/],
    [30, 'nothing', /^ {2}2001-01-06 {2}version 2$/],
  ] as const)(
    'has %d characters at most, and whole words (waiting for %s)',
    (width, waitingFor, expected) => {
      const line = progressLine({ ...reached, waitingFor }, span, 'weigh hours 40%', width);
      expect(line).toMatch(expected);
      expect(line.length).toBeLessThanOrEqual(width);
    },
  );
});

describe('DemoScreen.stopped', () => {
  function stopped(kept: string | null, play: (screen: DemoScreen) => void): string | undefined {
    const lines: string[] = [];
    const screen = new DemoScreen({ isTTY: false, columns: 80, write: (text) => lines.push(text) });
    play(screen);
    screen.stopped(kept);
    return lines.at(-1);
  }
  const alert = (id: string, state: 'firing' | 'resolved') =>
    ({ kind: 'alert', id, state, firedAt: 0, resolvedAt: 0, why: '' }) as unknown as AlertRecord;
  const retraining = { kind: 'retraining', id: 'r', requestedAt: 0, from: 0, to: 0 } as RetrainingRecord;

  it('says how far it had come, each alert once however often it was told of', () => {
    const told = stopped(null, (screen) => {
      screen.progress(reached);
      for (const record of [alert('a', 'firing'), alert('b', 'firing'), alert('a', 'resolved'), retraining])
        screen.event(record);
    });
    expect(told).toBe(
      'Stopped at 2001-01-06: 2,732,686 predictions, 2 alerts, 1 retraining; nothing was kept (--data DIR keeps it)\n',
    );
  });

  it('says where it is kept', () => {
    expect(stopped('in six-months', (screen) => screen.progress(reached))).toBe(
      'Stopped at 2001-01-06: 2,732,686 predictions, 0 alerts, 0 retrainings; kept in six-months, the same command goes on from there\n',
    );
  });

  it('has done nothing while the flights are read', () => {
    expect(stopped(null, (screen) => screen.reading(1, 2))).toBe('Stopped before the first prediction.\n');
  });
});
