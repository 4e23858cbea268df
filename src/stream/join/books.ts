import { bucketOf, startOf } from './limits.js';

/** Rows of one hour of event time, as far as the join still holds them. */
export interface BucketBooks {
  /** Event times from the first to before the second. */
  readonly from: number;
  readonly until: number;
  predictions: number;
  outcomes: number;
  /** Without their other half. */
  unmatchedPredictions: number;
  unmatchedOutcomes: number;
}

/** The books of the join by `bucketOf`: what eviction reports, without a look at a row. */
export interface JoinBooks {
  buckets: Map<number, BucketBooks>;
  /** No bucket is older. */
  oldest: number;
  /** The buckets that were booked last; nearly always those of the next row too. */
  lastOpened: BucketBooks | null;
  lastMatched: BucketBooks | null;
}

export function emptyBooks(): JoinBooks {
  return { buckets: new Map(), oldest: Number.POSITIVE_INFINITY, lastOpened: null, lastMatched: null };
}

/** Enters a row, without its other half as yet. */
export function bookRow(books: JoinBooks, side: 'prediction' | 'outcome', time: number): void {
  let bucket = books.lastOpened;
  if (!bucket || time < bucket.from || time >= bucket.until)
    bucket = books.lastOpened = bucketAt(books, time);
  if (side === 'prediction') {
    bucket.predictions++;
    bucket.unmatchedPredictions++;
  } else {
    bucket.outcomes++;
    bucket.unmatchedOutcomes++;
  }
}

/** A row that was entered has its other half now. */
export function bookMatched(books: JoinBooks, side: 'prediction' | 'outcome', time: number): void {
  let bucket = books.lastMatched;
  if (!bucket || time < bucket.from || time >= bucket.until)
    bucket = books.lastMatched = bucketAt(books, time);
  if (side === 'prediction') bucket.unmatchedPredictions--;
  else bucket.unmatchedOutcomes--;
}

function bucketAt(books: JoinBooks, time: number): BucketBooks {
  const number = bucketOf(time);
  let bucket = books.buckets.get(number);
  if (!bucket) {
    bucket = {
      from: startOf(number),
      until: startOf(number + 1),
      predictions: 0,
      outcomes: 0,
      unmatchedPredictions: 0,
      unmatchedOutcomes: 0,
    };
    books.buckets.set(number, bucket);
    if (number < books.oldest) books.oldest = number;
  }
  return bucket;
}

/** Takes out the buckets that are over; returns the rows in them that are without their other half. */
export function closeBuckets(
  books: JoinBooks,
  over: (bucket: number) => boolean,
): { predictions: number; outcomes: number } {
  const left = { predictions: 0, outcomes: 0 };
  books.oldest = Number.POSITIVE_INFINITY;
  books.lastOpened = books.lastMatched = null;
  for (const [number, bucket] of books.buckets) {
    if (over(number)) {
      left.predictions += bucket.unmatchedPredictions;
      left.outcomes += bucket.unmatchedOutcomes;
      books.buckets.delete(number);
    } else if (number < books.oldest) books.oldest = number;
  }
  return left;
}
