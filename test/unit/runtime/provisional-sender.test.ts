import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProvisionalSender } from '../../../consumers/runtime/provisional-sender.js';
import type { NewRecord } from '../../../src/log/port.js';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function sending({ took = 0, append = () => Promise.resolve() } = {}) {
  const sent: number[] = [];
  const errors: string[] = [];
  let total = 0;
  const sender = new ProvisionalSender({
    every: 250,
    take: () => Promise.resolve({ records: [{ key: String(total) } as NewRecord], took }),
    append: async ([record]) => {
      sent.push(Number(record?.key));
      await append();
    },
    onError: ({ message }) => errors.push(message),
  });
  const change = () => {
    total++;
    sender.changed();
  };
  return { sender, sent, errors, change };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('the sender of what is not decided yet', () => {
  it('sends at once, then once an interval whatever comes, and the last change always', async () => {
    const { sent, change } = sending();
    for (let ms = 0; ms < 1_000; ms += 10) {
      change();
      await pass(10);
    }
    await pass(10_000);
    expect(sent).toEqual([1, 25, 50, 75, 100]);
  });

  it('sends nothing while nothing changes', async () => {
    const { sent, change } = sending();
    await pass(5_000);
    change();
    await pass(5_000);
    expect(sent).toEqual([1]);
  });

  it('takes at most a twentieth of the time, however long one look takes', async () => {
    const { sent, change } = sending({ took: 100 });
    for (let ms = 0; ms < 10_000; ms += 100) {
      change();
      await pass(100);
    }
    expect(sent).toEqual([1, 20, 40, 60, 80, 100]);
  });

  it('has one on its way at most: what changes meanwhile goes with the next', async () => {
    let arrive = (): void => undefined;
    const { sent, change } = sending({ append: () => new Promise((resolve) => (arrive = resolve)) });
    change();
    await pass(0);
    change();
    change();
    await pass(60_000);
    expect(sent).toEqual([1]);
    arrive();
    await pass(250);
    expect(sent).toEqual([1, 3]);
  });

  it('goes on after a failure, and says it', async () => {
    let fail = true;
    const { sent, errors, change } = sending({
      append: () => (fail ? Promise.reject(new Error('no broker')) : Promise.resolve()),
    });
    change();
    await pass(250);
    fail = false;
    change();
    await pass(250);
    expect(errors).toEqual(['no broker']);
    expect(sent).toEqual([1, 2]);
  });

  it('sends nothing once it is closed, and says nothing of what was on its way', async () => {
    let reject: (error: Error) => void = () => undefined;
    const { sender, sent, errors, change } = sending({
      append: () => new Promise((_, no) => (reject = no)),
    });
    change();
    await pass(0);
    change();
    sender.close();
    reject(new Error('the log is closed'));
    await pass(10_000);
    change();
    await pass(10_000);
    expect(sent).toEqual([1]);
    expect(errors).toEqual([]);
  });
});
