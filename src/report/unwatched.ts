import type { ModelHistory } from '../backtest/history.js';
import { formatDuration } from '../config/duration.js';
import { formatCount } from './words.js';

/** Of the pairs that could have been; with fewer, performance is as good as unseen. */
const LEAST_JOINED = 0.01;

/**
 * Why performance could not be watched, in words; null: it could. That only some predictions are labelled is no reason,
 * that hardly any of their outcomes is joined is one.
 * @param horizon ms
 */
export function whyUnwatched({ status }: ModelHistory, horizon: number): string | null {
  if (!status) return null;
  const { predictions, outcomes } = status.books;
  if (predictions.accepted === 0) return null;
  const possible = Math.min(predictions.accepted, outcomes.accepted);
  if (possible > 0 && predictions.joined >= LEAST_JOINED * possible) return null;
  return `${formatCount(predictions.joined)} of ${formatCount(predictions.accepted)} predictions got an outcome within the horizon of ${formatDuration(horizon)}`;
}
