import { DEFAULT_JOINED_FEATURES } from '../../aggregates/losses-by-feature.js';
import type { OutcomeRow, PredictionRow } from '../../events/rows/row.js';
import { bookMatched, bookRow, emptySideBooks, type SideBooks } from './books.js';
import { floatAt } from './float-words.js';
import { emptyKeyIndex, headAt, putHead, slotOf, type KeyIndex } from './key-index.js';
import {
  appendSecond,
  belongTogether,
  hoursKept,
  metInTime,
  repeatsWithin,
  type JoinLimits,
} from './limits.js';
import { addMatch, type Matches } from './matches.js';
import { emptyPages, pageAt, pageOf, placeOf, type Pages, type SidePages } from './page.js';
import { appendedIn, CONTENT, FLAGS, MATCHED, NEXT, OUTCOME, TIME, VERSION } from './row-words.js';
import { emptyThinning, SAMPLED_OUT, thin, type Thinning } from './thinning.js';
import { writeOutcome, writePrediction } from './write-row.js';

/**
 * The join of predictions and outcomes of one model in one partition, by id, whichever comes first.
 *
 * Order-free: whether a pair matches depends on the event times and the append times of its two records only, and rows are
 * evicted strictly later than anything could still match or repeat them (`limits.ts`), so that eviction never decides a
 * match. A matched row stays as a tombstone for as long as a row would, so a repeated record is still recognised.
 *
 * Rows lie in pages of typed arrays, one sequence of pages a side, and hang together by key, the newest first; an index
 * knows the newest of each key. Plain data: `structuredClone` and `v8.serialize` copy it (see `restoreJoin`).
 */
export interface Join {
  pages: Pages;
  predictions: SidePages;
  outcomes: SidePages;
  index: KeyIndex;
  books: { predictions: SideBooks; outcomes: SideBooks };
  /** Which records are kept where there are too many. */
  thinning: { predictions: Thinning; outcomes: Thinning };
}

/**
 * What became of a record. The first record of an id (and version) stands: one that says the same again is a duplicate,
 * one that says something else a conflict. Neither changes the join. Beyond `limits.rowsAnHour` some records are sampled
 * out: they count nowhere.
 */
export type Joined = 'accepted' | 'duplicate' | 'conflict' | 'sampled-out';

export function emptyJoin(): Join {
  return {
    pages: emptyPages(),
    predictions: { numbers: [], words: 0 },
    outcomes: { numbers: [], words: 0 },
    index: emptyKeyIndex(),
    books: { predictions: emptySideBooks(), outcomes: emptySideBooks() },
    thinning: { predictions: emptyThinning(), outcomes: emptyThinning() },
  };
}

/**
 * Joins a prediction: with the first of the outcomes that are there and belong to it. `matches` says what it matched, at
 * most one pair.
 *
 * @param row read only, and not kept
 * @param appendedAt of its record, epoch ms
 * @param late whether it is too late for its pane: kept with the row, decides nothing here
 * @throws RangeError when the join cannot hold more rows
 */
export function joinPrediction(
  join: Join,
  row: PredictionRow,
  appendedAt: number,
  late: boolean,
  limits: JoinLimits,
  matches: Matches,
): Joined {
  matches.count = matches.outcomesJoined = 0;
  const k = shareOf(join.thinning.predictions, row, limits);
  if (k === SAMPLED_OUT) return 'sampled-out';
  matches.share = k;
  const { pages, index, books } = join;
  const within = repeatsWithin(limits);
  const second = appendSecond(appendedAt);
  const slot = slotOf(index, pages, row.key);
  const head = headAt(index, slot);
  // The way leads from the newest row to the oldest: what is found last has the lowest offset.
  let first = 0;
  let outcome = 0;
  for (let at = head; at !== 0;) {
    const { words, dictionary } = pageAt(pages, pageOf(at));
    const place = placeOf(at);
    const time = floatAt(words, place + TIME);
    if (((words[place + FLAGS] as number) & OUTCOME) !== 0) {
      if (belongTogether(row.time, time, limits) && metInTime(appendedIn(words, place), second, limits))
        outcome = at;
    } else if (
      Math.abs(time - row.time) <= within &&
      dictionary.texts[words[place + VERSION] as number] === row.version
    ) {
      first = at;
    }
    at = words[place + NEXT] as number;
  }
  if (first !== 0) return repeated(pages, first, row.contentHash);

  const features = limits.features ?? DEFAULT_JOINED_FEATURES;
  const added = writePrediction(pages, join.predictions, row, second, late, k, features, head);
  putHead(index, slot, row.key, added);
  bookRow(books.predictions, row.time, second);
  if (outcome === 0) return 'accepted';
  matches.outcome = outcome;
  addMatch(matches, added);
  settle(join, added);
  if (settle(join, outcome)) matches.outcomesJoined = 1;
  return 'accepted';
}

/**
 * Joins an outcome: with every prediction that is there, belongs to it, and has no outcome yet. `matches` says what it
 * matched.
 *
 * @param row read only, and not kept
 * @param offset of the outcome's record
 * @param appendedAt of its record, epoch ms
 * @param late whether it is too late for its pane: kept with the row, decides nothing here
 * @throws RangeError when the join cannot hold more rows
 */
export function joinOutcome(
  join: Join,
  row: OutcomeRow,
  offset: number,
  appendedAt: number,
  late: boolean,
  limits: JoinLimits,
  matches: Matches,
): Joined {
  matches.count = matches.outcomesJoined = 0;
  const k = shareOf(join.thinning.outcomes, row, limits);
  if (k === SAMPLED_OUT) return 'sampled-out';
  matches.share = k;
  const { pages, index, books } = join;
  const within = repeatsWithin(limits);
  const second = appendSecond(appendedAt);
  const slot = slotOf(index, pages, row.key);
  const head = headAt(index, slot);
  let first = 0;
  for (let at = head; at !== 0;) {
    const { words } = pageAt(pages, pageOf(at));
    const place = placeOf(at);
    const time = floatAt(words, place + TIME);
    const flags = words[place + FLAGS] as number;
    if ((flags & OUTCOME) !== 0) {
      if (Math.abs(time - row.time) <= within) first = at;
    } else if (
      (flags & MATCHED) === 0 &&
      belongTogether(time, row.time, limits) &&
      metInTime(appendedIn(words, place), second, limits)
    ) {
      addMatch(matches, at);
    }
    at = words[place + NEXT] as number;
  }
  if (first !== 0) {
    matches.count = 0;
    return repeated(pages, first, row.contentHash);
  }

  const added = writeOutcome(pages, join.outcomes, row, offset, second, late, k, head);
  putHead(index, slot, row.key, added);
  bookRow(books.outcomes, row.time, second);
  if (matches.count === 0) return 'accepted';
  matches.outcome = added;
  matches.outcomesJoined = 1;
  settle(join, added);
  for (let i = 0; i < matches.count; i++) settle(join, matches.predictions[i] as number);
  return 'accepted';
}

/** k of a record that is kept (0 where there is no limit), else `SAMPLED_OUT`. */
function shareOf(thinning: Thinning, row: PredictionRow | OutcomeRow, limits: JoinLimits): number {
  const most = limits.rowsAnHour;
  return most === undefined ? 0 : thin(thinning, row.key, row.time, most, hoursKept(limits));
}

function repeated(pages: Pages, first: number, contentHash: number): Joined {
  const { words } = pageAt(pages, pageOf(first));
  return words[placeOf(first) + CONTENT] === (contentHash | 0) ? 'duplicate' : 'conflict';
}

/** Notes that a row has its other half; returns whether it had none before. */
function settle({ pages, books }: Join, row: number): boolean {
  const page = pageAt(pages, pageOf(row));
  const { words } = page;
  const at = placeOf(row);
  const flags = words[at + FLAGS] as number;
  if ((flags & MATCHED) !== 0) return false;
  words[at + FLAGS] = flags | MATCHED;
  page.matched++;
  bookMatched((flags & OUTCOME) === 0 ? books.predictions : books.outcomes, floatAt(words, at + TIME));
  return true;
}
