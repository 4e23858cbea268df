import { describe, expect, it } from 'vitest';
import { PendingBudget } from '../../../../src/server/ingestion/budget.js';

describe('the budget of pending events', () => {
  it('refuses what does not fit, and has room again after a release', () => {
    const budget = new PendingBudget({ pendingBytes: 10, pendingItems: 2 });
    const first = budget.open();
    const second = budget.open();
    expect(first.take(8, 1)).toBe(true);
    expect(second.take(3, 0)).toBe(false);
    expect(second.take(2, 0)).toBe(true);
    expect(second.take(0, 1)).toBe(true);
    expect(second.take(0, 1)).toBe(false);
    first.release();
    expect(second.take(8, 1)).toBe(true);
  });

  it('gives back exactly what was taken, once', () => {
    const budget = new PendingBudget({ pendingBytes: 10, pendingItems: 2 });
    const share = budget.open();
    share.take(4, 1);
    share.take(100, 0);
    share.release();
    share.release();
    expect([budget.bytes, budget.items]).toEqual([0, 0]);
  });
});
