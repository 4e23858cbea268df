import type { Join } from './join.js';

/**
 * A join out of a snapshot, in memory of its own. Needed after `v8.deserialize`, whose typed arrays are windows onto the
 * bytes that it read: writing into them would change the snapshot, and one small page would keep all of it.
 */
export function restoreJoin(snapshot: Join): Join {
  const { pages, predictions, outcomes, index, books, thinning } = snapshot;
  return {
    pages: {
      all: pages.all.map(
        (page) =>
          page && {
            ...page,
            words: page.words.slice(),
          },
      ),
      free: pages.free,
    },
    predictions: { numbers: predictions.numbers, words: predictions.words },
    outcomes: { numbers: outcomes.numbers, words: outcomes.words },
    index: { slots: index.slots.slice(), keys: index.keys },
    books: {
      predictions: { ...books.predictions, lastOpened: null, lastMatched: null },
      outcomes: { ...books.outcomes, lastOpened: null, lastMatched: null },
    },
    thinning,
  };
}
