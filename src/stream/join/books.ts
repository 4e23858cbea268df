import { bucketOf, startOf } from './limits.js';

/** Rows of one side and one hour of event time, as far as nobody has given them up. */
export interface BucketBooks {
  /** Event times from the first to before the second. */
  readonly from: number;
  readonly until: number;
  /** Without their other half. */
  unmatched: number;
  /** Latest append of its rows, second since the epoch. */
  appended: number;
}

/**
 * The books of one side by `bucketOf`: what eviction reports, without a look at a row. What is reported must be told by the
 * records that were read and by nothing else, or a replay would count otherwise; memory may go sooner or later than that.
 */
export interface SideBooks {
  buckets: Map<number, BucketBooks>;
  /** No bucket is older. */
  oldest: number;
  /** Rows that were given up and have met their other half after all, since the last report. */
  regained: number;
  /** The buckets that were booked last; nearly always those of the next row too. */
  lastOpened: BucketBooks | null;
  lastMatched: BucketBooks | null;
}

export function emptySideBooks(): SideBooks {
  return {
    buckets: new Map(),
    oldest: Number.POSITIVE_INFINITY,
    regained: 0,
    lastOpened: null,
    lastMatched: null,
  };
}

/** Enters a row, without its other half as yet. */
export function bookRow(books: SideBooks, time: number, second: number): void {
  let bucket = books.lastOpened;
  if (!bucket || time < bucket.from || time >= bucket.until)
    bucket = books.lastOpened = bucketAt(books, time);
  bucket.unmatched++;
  if (second > bucket.appended) bucket.appended = second;
}

/** A row that was entered has its other half now. */
export function bookMatched(books: SideBooks, time: number): void {
  let bucket = books.lastMatched;
  if (!bucket || time < bucket.from || time >= bucket.until) {
    bucket = books.buckets.get(bucketOf(time)) ?? null;
    if (!bucket) {
      books.regained++;
      return;
    }
    books.lastMatched = bucket;
  }
  bucket.unmatched--;
}

function bucketAt(books: SideBooks, time: number): BucketBooks {
  const number = bucketOf(time);
  let bucket = books.buckets.get(number);
  if (!bucket) {
    bucket = { from: startOf(number), until: startOf(number + 1), unmatched: 0, appended: 0 };
    books.buckets.set(number, bucket);
    if (number < books.oldest) books.oldest = number;
  }
  return bucket;
}

/**
 * Takes out all buckets that are over; returns the rows in them that are without their other half, less those that have
 * found theirs after they were given up. One that is not over holds up no later one: which are out must not depend on when
 * was looked.
 *
 * @param before no bucket that ends then or later is over, epoch ms
 */
export function closeBuckets(
  books: SideBooks,
  before: number,
  over: (bucket: BucketBooks) => boolean,
): number {
  let left = 0 - books.regained;
  books.regained = 0;
  const oldest = books.buckets.get(books.oldest);
  if (!oldest || oldest.until >= before) return left;
  books.oldest = Number.POSITIVE_INFINITY;
  books.lastOpened = books.lastMatched = null;
  for (const [number, bucket] of books.buckets) {
    if (over(bucket)) {
      left += bucket.unmatched;
      books.buckets.delete(number);
    } else if (number < books.oldest) books.oldest = number;
  }
  return left;
}
