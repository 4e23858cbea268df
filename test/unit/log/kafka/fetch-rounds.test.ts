import { describe, expect, it } from 'vitest';

import { FetchRounds } from '../../../../src/log/kafka/fetch-rounds.js';

describe('FetchRounds', () => {
  it('calls back after a whole fetch from every broker', () => {
    const rounds = new FetchRounds();
    rounds.started('1');
    rounds.started('2');
    let calls = 0;
    rounds.afterNext(() => calls++);
    rounds.started('1');
    rounds.started('1');
    rounds.started('2');
    expect(calls).toBe(0);
    rounds.started('2');
    expect(calls).toBe(1);
    rounds.started('1');
    rounds.started('2');
    expect(calls).toBe(1);
  });

  it('does not wait for brokers that may be gone', () => {
    const rounds = new FetchRounds();
    rounds.started('1');
    let calls = 0;
    rounds.afterNext(() => calls++);
    rounds.reset();
    expect(calls).toBe(1);
  });
});
