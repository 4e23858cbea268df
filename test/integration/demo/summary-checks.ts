import { expect } from 'vitest';
import type { DemoSummary } from '../../../src/cli/demo-summary.js';
import type { DemoRun } from './run-demo.js';

/** What must be the same at every speed, on every engine and after every crash: all but how long it took. */
export function withoutTime(summary: DemoSummary): object {
  return { ...summary, seconds: undefined };
}

/** The three equations of the books, and that every flight has entered them once on either side. */
export function expectBalance({ summary, flights }: DemoRun): void {
  const { predictions, outcomes, joined, unmatchedPredictions, unmatchedOutcomes } = summary;
  for (const side of [predictions, outcomes]) {
    expect(side.read).toBe(side.accepted + side.duplicates + side.deadLetters);
    expect(side.read).toBe(flights);
  }
  expect(predictions.accepted).toBe(joined + unmatchedPredictions);
  expect(outcomes.accepted).toBe(joined + unmatchedOutcomes);
}
