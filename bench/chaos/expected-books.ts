/** What the books must say at the end, told from the load alone: no code of the profiler has a part in it. */
import { UNKNOWN_MODEL } from '../../consumers/profiler/profiler.js';
import { addBooks, emptyBooks, type Books } from '../../src/records/books.js';
import type { Item, Load } from './load.js';
import { SIDES } from './sides.js';

/** @param graceMs how much later than the newest of its model and partition a record may come and be in time */
export function expectedBooks(load: Load, graceMs: number): Map<string, Books> {
  const books = new Map<string, Books>();
  const of = (model: string): Books => {
    let own = books.get(model);
    if (!own) books.set(model, (own = emptyBooks()));
    return own;
  };
  const accepted = new Map(SIDES.map((side) => [side, new Set<string>()]));
  const newest = new Map<string, number>();
  for (const item of load.items) {
    if (item.fate === 'end') continue;
    const own = of(item.model ?? UNKNOWN_MODEL);
    const side = own[item.side];
    side.read++;
    if (item.fate === 'accepted') {
      side.accepted++;
      accepted.get(item.side)?.add(item.id);
      const lane = `${item.side}/${item.model ?? ''}/${item.partition}`;
      const latest = newest.get(lane) ?? -Infinity;
      if (item.time < latest - graceMs) side.late++;
      newest.set(lane, Math.max(latest, item.time));
    } else if (item.fate === 'duplicate') side.duplicates++;
    else {
      side.deadLetters++;
      own.deadLetters[item.fate] = (own.deadLetters[item.fate] ?? 0) + 1;
    }
  }
  for (const item of load.items) {
    if (item.fate !== 'accepted') continue;
    const other = item.side === 'predictions' ? 'outcomes' : 'predictions';
    const met = accepted.get(other)?.has(item.id) === true;
    of(item.model ?? UNKNOWN_MODEL)[item.side][met ? 'joined' : 'unmatched']++;
  }
  return books;
}

/** Where a refused record's dead letter must say it came from. */
export function isDeadLetter({ fate }: Item): boolean {
  return fate !== 'accepted' && fate !== 'duplicate' && fate !== 'end';
}

export function sumOfReads(books: Iterable<Books>): number {
  const all = emptyBooks();
  for (const one of books) addBooks(all, one);
  return all.predictions.read + all.outcomes.read;
}
