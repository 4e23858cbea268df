import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lane, type LaneLimits } from '../../../../producers/client/lane.js';
import { ManualTimers, turn } from './manual-timers.js';

interface Item {
  readonly name: number;
  readonly bytes: number;
}

const limits: LaneLimits = {
  bufferRecords: 6,
  bufferBytes: 1000,
  batchRecords: 3,
  batchBytes: 100,
  lingerMs: 50,
};
const item = (name: number, bytes = 1): Item => ({ name, bytes });
const names = (batches: readonly (readonly Item[])[]) =>
  batches.map((batch) => batch.map(({ name }) => name));

/** A lane whose deliveries end when the test says so. */
function lane(changed: Partial<LaneLimits> = {}) {
  const timers = new ManualTimers();
  const batches: (readonly Item[])[] = [];
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const made = new Lane<Item>({ ...limits, ...changed }, timers, (batch) => {
    batches.push(batch);
    return new Promise((resolve, reject) => ends.push({ resolve, reject }));
  });
  const settle = async (error?: Error) => {
    const end = ends.shift();
    if (!end) throw new Error('nothing is being delivered');
    if (error) end.reject(error);
    else end.resolve();
    await turn();
  };
  const state = (promise: Promise<void>) => {
    const seen = { done: false, error: undefined as Error | undefined };
    promise.then(
      () => (seen.done = true),
      (error: Error) => (seen.error = error),
    );
    return seen;
  };
  return { lane: made, timers, batches, settle, state };
}

describe('Lane', () => {
  it('sends a full batch at once and the rest after the linger time', async () => {
    const { lane: made, timers, batches, settle } = lane();
    for (const name of [1, 2, 3, 4]) await made.accept(item(name));
    await turn();
    expect(names(batches)).toEqual([[1, 2, 3]]);
    await settle();
    expect(batches.length).toBe(1);
    await timers.pass(49);
    expect(batches.length).toBe(1);
    await timers.pass(1);
    expect(names(batches)).toEqual([[1, 2, 3], [4]]);
  });

  it('keeps batches below their bytes, and lets one large item go alone', async () => {
    const { lane: made, batches, settle } = lane();
    for (const [name, bytes] of [
      [1, 60],
      [2, 60],
      [3, 300],
    ] as const) {
      await made.accept(item(name, bytes));
    }
    const flushed = made.flush();
    await turn();
    for (let batch = 0; batch < 3; batch++) await settle();
    await flushed;
    expect(names(batches)).toEqual([[1], [2], [3]]);
  });

  it('makes the application wait while the buffer is full, and takes items in the order of the calls', async () => {
    const { lane: made, batches, settle, state } = lane();
    for (let name = 1; name <= 6; name++) await made.accept(item(name));
    const seventh = state(made.accept(item(7)));
    const eighth = state(made.accept(item(8)));
    await turn();
    expect(names(batches)).toEqual([[1, 2, 3]]);
    expect([seventh.done, eighth.done, made.accepted]).toEqual([false, false, 6]);
    await settle();
    expect([seventh.done, eighth.done, made.accepted]).toEqual([true, true, 8]);
    expect(names(batches)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
  });

  it('counts bytes too when it says that the buffer is full', async () => {
    const { lane: made, settle, state } = lane({ bufferBytes: 100 });
    await made.accept(item(1, 80));
    const second = state(made.accept(item(2, 30)));
    await turn();
    expect(second.done).toBe(false);
    await settle();
    expect(second.done).toBe(true);
  });

  it('flushes what was handed over before, waiting items too, and not what comes later', async () => {
    const { lane: made, settle, state } = lane({ bufferRecords: 1 });
    await made.accept(item(1));
    const second = state(made.accept(item(2)));
    const flushed = state(made.flush());
    await turn();
    await settle();
    expect([second.done, flushed.done]).toEqual([true, false]);
    const third = made.accept(item(3));
    await settle();
    expect(flushed.done).toBe(true);
    await third;
    await expect(lane().lane.flush()).resolves.toBeUndefined();
  });

  it('tells everybody when a delivery fails for good', async () => {
    const { lane: made, settle, state } = lane({ bufferRecords: 1 });
    await made.accept(item(1));
    const waiting = state(made.accept(item(2)));
    const flushing = state(made.flush());
    await turn();
    await settle(new Error('401'));
    expect([waiting.error?.message, flushing.error?.message]).toEqual(['401', '401']);
    await expect(made.accept(item(3))).rejects.toThrow('401');
    await expect(made.close()).rejects.toThrow('401');
  });

  it('takes nothing after close, and delivers what it has', async () => {
    const { lane: made, batches, settle } = lane();
    await made.accept(item(1));
    const closed = made.close();
    await expect(made.accept(item(2))).rejects.toThrow('closed');
    await turn();
    await settle();
    await closed;
    expect(names(batches)).toEqual([[1]]);
  });

  it('delivers everything once, in order, within its limits, whatever comes', async () => {
    const size = fc.integer({ min: 1, max: 120 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(size, { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        async (sizes, bufferRecords) => {
          const delivered: number[] = [];
          let settled = 0;
          const made: Lane<Item> = new Lane<Item>(
            { ...limits, bufferRecords },
            new ManualTimers(),
            async (batch) => {
              expect(made.accepted - settled).toBeLessThanOrEqual(bufferRecords);
              expect(batch.length).toBeLessThanOrEqual(limits.batchRecords);
              await Promise.resolve();
              delivered.push(...batch.map(({ name }) => name));
              settled += batch.length;
            },
          );
          const accepted = sizes.map((bytes, name) => made.accept(item(name, bytes)));
          await made.close();
          await Promise.all(accepted);
          expect(delivered).toEqual(sizes.map((_, name) => name));
        },
      ),
      { numRuns: 50 },
    );
  });
});
