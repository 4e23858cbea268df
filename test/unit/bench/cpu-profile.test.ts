import { describe, expect, it } from 'vitest';
import { printTop, topFunctions, type CpuProfile } from '../../../bench/path/cpu-profile.js';

const node = (id: number, functionName: string, url = '', lineNumber = -1) => ({
  id,
  callFrame: { functionName, url, lineNumber },
});

/** 100 us busy: 40 parse (two call paths), 30 join, 20 collector, 10 nameless; and 900 idle. */
const profile: CpuProfile = {
  nodes: [
    node(1, '(root)'),
    node(2, 'parse', 'file:///home/me/leeway/dist/src/events/parse.js', 40),
    node(3, 'parse', 'file:///home/me/leeway/dist/src/events/parse.js', 40),
    node(4, 'join', 'file:///home/me/leeway/dist/src/stream/join.js', 7),
    node(5, '(garbage collector)'),
    node(6, '', 'file:///home/me/leeway/node_modules/kafkajs/src/consumer/batch.js', 11),
    node(7, '(idle)'),
  ],
  samples: [2, 7, 3, 4, 5, 6],
  timeDeltas: [15, 900, 25, 30, 20, 10],
};

describe('topFunctions', () => {
  it('adds up self time by function, whatever called it, as shares of the time that was not idle', () => {
    expect(topFunctions(profile, 10)).toEqual([
      { file: 'src/events/parse.js', share: 0.4, functions: [{ name: 'parse', share: 0.4 }] },
      { file: 'src/stream/join.js', share: 0.3, functions: [{ name: 'join', share: 0.3 }] },
      { file: 'V8', share: 0.2, functions: [{ name: '(garbage collector)', share: 0.2 }] },
      {
        file: 'kafkajs/src/consumer/batch.js',
        share: 0.1,
        functions: [{ name: '(anonymous, line 12)', share: 0.1 }],
      },
    ]);
  });

  it('keeps the largest only', () => {
    expect(topFunctions(profile, 2).map(({ file }) => file)).toEqual([
      'src/events/parse.js',
      'src/stream/join.js',
    ]);
  });
});

describe('printTop', () => {
  it('lists the functions below their file', () => {
    expect(printTop(topFunctions(profile, 1))).toBe(' 40.0%  src/events/parse.js\n         40.0%  parse');
  });
});
