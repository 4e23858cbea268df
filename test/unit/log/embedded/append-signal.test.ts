import { describe, expect, it } from 'vitest';
import { AppendSignal } from '../../../../src/log/embedded/append-signal.js';

async function settled(promise: Promise<void>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await Promise.resolve();
  await Promise.resolve();
  return done;
}

describe('AppendSignal', () => {
  it('wakes who waits for one of the partitions, and nobody else', async () => {
    const signal = new AppendSignal();
    const stop = new AbortController().signal;
    const first = signal.wait(['a/0', 'b/0'], stop);
    const second = signal.wait(['b/0', 'c/0'], stop);
    signal.notify(['a/0', 'd/0']);
    expect(await settled(first)).toBe(true);
    expect(await settled(second)).toBe(false);
    signal.notify(['c/0']);
    expect(await settled(second)).toBe(true);
  });

  it('is no memory: an append before the wait wakes nobody', async () => {
    const signal = new AppendSignal();
    signal.notify(['a/0']);
    expect(await settled(signal.wait(['a/0'], new AbortController().signal))).toBe(false);
  });

  it('lets go when it is stopped, before or while waiting', async () => {
    const signal = new AppendSignal();
    const stop = new AbortController();
    const waiting = signal.wait(['a/0'], stop.signal);
    expect(await settled(waiting)).toBe(false);
    stop.abort();
    expect(await settled(waiting)).toBe(true);
    expect(await settled(signal.wait(['a/0'], stop.signal))).toBe(true);
  });
});
