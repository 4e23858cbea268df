import { expect, it } from 'vitest';
import { bookMatched, bookRow, closeBuckets, emptySideBooks } from '../../../../src/stream/join/books.js';

const HOUR = 3_600_000;

it('an hour that still waits for a late row holds up no later hour, whenever is looked', () => {
  const books = () => {
    const side = emptySideBooks();
    bookRow(side, 0, 10);
    bookRow(side, HOUR, 1);
    bookRow(side, 2 * HOUR, 2);
    return side;
  };
  const until = (second: number) => (bucket: { appended: number }) => bucket.appended < second;
  const often = books();
  const parts = [2, 3, 4, 11].map((second) => closeBuckets(often, 9 * HOUR, until(second)));
  expect(parts).toEqual([1, 1, 0, 1]);
  const once = books();
  expect(closeBuckets(once, 9 * HOUR, until(4))).toBe(2);
  expect([...once.buckets.keys()]).toEqual([0]);
  expect(closeBuckets(once, 0, until(11))).toBe(0);
  expect(closeBuckets(once, 9 * HOUR, until(11))).toBe(1);
});

it('a row that is given up and then meets its other half is taken back once', () => {
  const side = emptySideBooks();
  bookRow(side, 0, 1);
  expect(closeBuckets(side, 9 * HOUR, () => true)).toBe(1);
  bookMatched(side, 0);
  expect(closeBuckets(side, 9 * HOUR, () => true)).toBe(-1);
  expect(closeBuckets(side, 9 * HOUR, () => true)).toBe(0);
});
