import { emptyIdList, type IdList } from '../../events/rows/id-list.js';
import type { NumbersByName, TextsByName } from '../../events/rows/row.js';
import type { FeatureWords, Pair } from '../pair.js';

/**
 * What one record has matched, filled anew by each call of `joinPrediction` and `joinOutcome`; `readPair` turns it into
 * pairs, one after the other in the same object. Good until the next call for the same join.
 */
export interface Matches {
  /** Pairs; as many predictions were joined. */
  count: number;
  /** 1 when the outcome was in no pair before. */
  outcomesJoined: number;
  /** References of the predictions; may be longer than `count`. */
  predictions: Int32Array;
  /** Reference of the outcome, the same for all of them. */
  outcome: number;
  /** k of the record that was joined: it was kept with probability 2^-k (`thinning.ts`). */
  share: number;
  readonly pair: Pair;
  /** What `pair` points to where there is some. */
  readonly probabilities: NumbersByName;
  readonly segments: TextsByName;
  readonly values: NumbersByName;
  readonly features: FeatureWords;
  readonly ranked: IdList;
  readonly chosen: IdList;
}

export function emptyMatches(): Matches {
  return {
    count: 0,
    outcomesJoined: 0,
    predictions: new Int32Array(4),
    outcome: 0,
    share: 0,
    pair: {
      version: '',
      task: 'failed',
      label: '',
      score: Number.NaN,
      value: Number.NaN,
      probabilities: null,
      ranked: null,
      segments: null,
      features: null,
      predictedAt: 0,
      predictionLate: false,
      number: Number.NaN,
      text: null,
      chosen: null,
      values: null,
      happenedAt: 0,
      outcomeLate: false,
      offset: 0,
    },
    probabilities: { names: [], values: new Float64Array(4) },
    segments: { names: [], texts: [] },
    values: { names: [], values: new Float64Array(4) },
    features: { names: [], words: new Int32Array(0), at: 0 },
    ranked: emptyIdList(),
    chosen: emptyIdList(),
  };
}

export function addMatch(matches: Matches, prediction: number): void {
  if (matches.count === matches.predictions.length) {
    const more = new Int32Array(2 * matches.count);
    more.set(matches.predictions);
    matches.predictions = more;
  }
  matches.predictions[matches.count++] = prediction;
}
