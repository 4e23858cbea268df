import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../../src/training/tensorflow/row-table.js';
import { maxClasses, readTargets } from '../../../../src/training/tensorflow/targets.js';
import type { SingleTask } from '../../../../src/events/event.js';

const read = (task: SingleTask, outcomes: (number | string)[]): ReturnType<typeof readTargets> =>
  readTargets(task, tableOf(outcomes.map((outcome, i) => ({ id: `${i}`, time: i, features: {}, outcome }))));

describe('readTargets', () => {
  it('reads numbers, and sorted classes', () => {
    expect([...read('binary', [0, 1]).values]).toEqual([0, 1]);
    expect([...read('regression', [2.5, -1]).values]).toEqual([2.5, -1]);
    const classes = read('multiclass', ['toys', 'books', 'toys']);
    expect(classes.labels).toEqual(['books', 'toys']);
    expect([...classes.values]).toEqual([1, 0, 1]);
    expect(classes.width).toBe(2);
  });

  it('refuses what the task cannot learn from, and says where', () => {
    expect(() => read('binary', [0, 2])).toThrow(
      /outcome of row 1 .*is 2; a binary model learns from 0 or 1/,
    );
    expect(() => read('regression', ['late'])).toThrow(
      /"late"; a regression model learns from a finite number/,
    );
    const many = Array.from({ length: maxClasses + 1 }, (_, i) => `c${i}`);
    expect(() => read('multiclass', many)).toThrow(/more than 256 different outcomes/);
  });
});
