import { describe, expect, it } from 'vitest';

import { whileBeating } from '../../../../src/log/kafka/heartbeat.js';

interface Gate {
  readonly promise: Promise<string>;
  readonly open: () => void;
}

function gate(): Gate {
  let open = (): void => undefined;
  const promise = new Promise<string>((resolve) => {
    open = () => resolve('done');
  });
  return { promise, open };
}

describe('whileBeating', () => {
  it('sends heartbeats for as long as the work takes', async () => {
    const { promise, open } = gate();
    let beats = 0;
    const heartbeat = (): Promise<void> => {
      if (++beats === 3) open();
      return Promise.resolve();
    };
    expect(await whileBeating(promise, heartbeat, 1, () => Promise.resolve())).toBe('done');
    expect(beats).toBeGreaterThanOrEqual(3);
  });

  it('sends none for work that is done at once, and passes its error on', async () => {
    const heartbeat = (): Promise<void> => Promise.reject(new Error('unexpected heartbeat'));
    const stop = (): Promise<void> => Promise.resolve();
    expect(await whileBeating(Promise.resolve(1), heartbeat, 10_000, stop)).toBe(1);
    const failing = whileBeating(Promise.reject(new Error('work')), heartbeat, 10_000, stop);
    await expect(failing).rejects.toThrow('work');
  });

  it('in a rebalance asks the work to stop, awaits it, and lets kafkajs know', async () => {
    const { promise, open } = gate();
    const order: string[] = [];
    const work = promise.then((answer) => {
      order.push('work ended');
      return answer;
    });
    const stop = (): Promise<void> => {
      order.push('stop asked');
      setImmediate(open);
      return Promise.resolve();
    };
    const beating = whileBeating(work, () => Promise.reject(new Error('rebalancing')), 1, stop);
    await expect(beating).rejects.toThrow('rebalancing');
    expect(order).toEqual(['stop asked', 'work ended']);
  });
});
