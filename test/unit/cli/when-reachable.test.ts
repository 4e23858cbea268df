import { describe, expect, it } from 'vitest';
import { whenReachable } from '../../../src/cli/when-reachable.js';
import { MetricStoreError } from '../../../src/metric-store/errors.js';

const away = new MetricStoreError('unreachable', 'nobody answers');

async function opening(failures: readonly Error[], attempts: number) {
  const waits: string[] = [];
  let [calls, pauses] = [0, 0];
  const outcome = await whenReachable(
    async () => {
      const failure = failures[calls++];
      if (failure) throw failure;
    },
    { attempts, pause: async () => pauses++, onWait: ({ message }) => waits.push(message) },
  ).then(
    () => 'open',
    (error: Error) => error.message,
  );
  return { outcome, calls, pauses, waits };
}

describe('a metric store that is not there yet', () => {
  it('is waited for, which is said once', async () => {
    expect(await opening([away, away], 5)).toEqual({
      outcome: 'open',
      calls: 3,
      pauses: 2,
      waits: ['nobody answers'],
    });
  });

  it('is given up after so many attempts, with the reason', async () => {
    expect(await opening([away, away, away], 3)).toMatchObject({
      outcome: 'nobody answers',
      calls: 3,
      pauses: 2,
    });
  });

  it('is not waited for where waiting mends nothing', async () => {
    const locked = new MetricStoreError('locked', 'another process has it');
    expect(await opening([locked], 5)).toEqual({
      outcome: 'another process has it',
      calls: 1,
      pauses: 0,
      waits: [],
    });
  });
});
