/** The horizon that follows from how long outcomes took. */
import { expect, it } from 'vitest';
import { chooseSettings, type HistorySpan } from '../../../src/backtest/choose-settings.js';
import { BEGIN, DAY } from './history.js';

const span = (delay: Pick<HistorySpan, 'longestDelay' | 'withoutDelay'>): HistorySpan => ({
  predictions: 10_000,
  from: BEGIN,
  to: BEGIN + 100 * DAY,
  ...delay,
});

it('leaves a quarter beyond the longest delay, at least a week and at most two years', () => {
  const chosen = [0, 5, 6, 10, 400, 4_000].map(
    (days) => chooseSettings(span({ longestDelay: days * DAY })).settings.horizon,
  );
  expect(chosen).toEqual(['7d', '7d', '8d', '13d', '500d', '730d']);
});

it('says why there was no delay to choose by', () => {
  const reasonOf = (delay: Pick<HistorySpan, 'longestDelay' | 'withoutDelay'>) =>
    chooseSettings(span(delay)).choices.find(({ setting }) => setting === 'horizon');
  expect(reasonOf({ longestDelay: null })).toMatchObject({
    value: '7d',
    reason: 'outcomes have no time of their own: each is taken as known with its prediction',
  });
  expect(reasonOf({ longestDelay: null, withoutDelay: 'the files hold no outcomes' })).toMatchObject({
    value: '7d',
    reason: 'the files hold no outcomes',
  });
});
