import { describe, expect, it } from 'vitest';
import { addBooks, emptyBooks, imbalances, type Books } from '../../../src/records/books.js';

function booksOf(change: (books: Books) => void): Books {
  const books = emptyBooks();
  books.predictions = {
    read: 6,
    accepted: 4,
    duplicates: 1,
    deadLetters: 1,
    joined: 3,
    unmatched: 1,
    late: 2,
    sampledOut: 0,
    leftOut: 0,
  };
  books.deadLetters = { 'bad-json': 1 };
  change(books);
  return books;
}

describe('imbalances', () => {
  it('are none where every record that was read is accounted for', () => {
    expect(imbalances(emptyBooks())).toEqual([]);
    expect(imbalances(booksOf(() => undefined))).toEqual([]);
  });

  it.each<[(books: Books) => void, string]>([
    [
      (b) => b.predictions.read++,
      'predictions: read 7, but accepted + duplicates + dead letters + sampled out = 6',
    ],
    [
      (b) => b.predictions.duplicates++,
      'predictions: read 6, but accepted + duplicates + dead letters + sampled out = 7',
    ],
    [(b) => b.predictions.joined--, 'predictions: accepted 4, but joined + unmatched = 3'],
    [(b) => b.outcomes.unmatched++, 'outcomes: accepted 0, but joined + unmatched = 1'],
    [(b) => (b.deadLetters['future'] = 1), 'dead letters: 1, but 2 by reason'],
  ])('say which side does not add up, and by how much', (change, message) => {
    expect(imbalances(booksOf(change))).toEqual([message]);
  });
});

describe('addBooks', () => {
  it('adds every term and every reason, and leaves the other ones alone', () => {
    const [into, from] = [booksOf((b) => (b.deadLetters = { future: 1 })), booksOf(() => undefined)];
    addBooks(into, from);
    expect(into.predictions).toEqual({
      read: 12,
      accepted: 8,
      duplicates: 2,
      deadLetters: 2,
      joined: 6,
      unmatched: 2,
      late: 4,
      sampledOut: 0,
      leftOut: 0,
    });
    expect(into.deadLetters).toEqual({ future: 1, 'bad-json': 1 });
    expect(from).toEqual(booksOf(() => undefined));
  });
});
