/** Reads the topic `dead-letters`: which letters there are, and which were sent again. */
import type { EventLog, LogRecord } from '../../log/port.js';
import { letterOf, replayedOf, type DeadLetter, type Replayed } from './letter.js';

export interface LetterFilter {
  readonly reason?: string;
  readonly model?: string;
  /** Only what was given up at this moment or later, epoch ms. */
  readonly since?: number;
  /** Only these. */
  readonly ids?: readonly string[];
}

export interface ListedLetter extends DeadLetter {
  /** Every time that it was sent again, oldest first. */
  readonly replayed: readonly Replayed[];
}

export interface LetterList {
  /** The newest that fit, oldest first. */
  readonly letters: readonly ListedLetter[];
  /** How many there are, by reason; those that do not fit the list are counted too. */
  readonly counts: Readonly<Record<string, number>>;
}

export function fits(letter: DeadLetter, filter: LetterFilter): boolean {
  return (
    (filter.reason === undefined || letter.reason === filter.reason) &&
    (filter.model === undefined || letter.model === filter.model) &&
    (filter.since === undefined || letter.diedAt >= filter.since) &&
    (filter.ids === undefined || filter.ids.includes(letter.id))
  );
}

export async function listLetters(
  log: EventLog,
  partitions: number,
  filter: LetterFilter,
  limit: number,
): Promise<LetterList> {
  const newest: DeadLetter[] = [];
  const counts: Record<string, number> = {};
  const replays = new Map<string, Replayed[]>();
  const seen = new Set<string>();
  await readTopic(log, partitions, (records) => {
    for (const record of records) {
      const replayed = replayedOf(record);
      if (replayed) replays.set(replayed.id, [...(replays.get(replayed.id) ?? []), replayed]);
      const letter = replayed ? null : letterOf(record);
      // A stage that was reset gives the same records up again.
      if (!letter || seen.has(letter.id) || !fits(letter, filter)) continue;
      seen.add(letter.id);
      counts[letter.reason] = (counts[letter.reason] ?? 0) + 1;
      newest.push(letter);
      if (newest.length >= 2 * limit) keepNewest(newest, limit);
    }
  });
  keepNewest(newest, limit);
  return { letters: newest.map((letter) => ({ ...letter, replayed: replays.get(letter.id) ?? [] })), counts };
}

/** Which letters were sent again, from all that the topic holds. */
export async function replayedIds(log: EventLog, partitions: number): Promise<Set<string>> {
  const ids = new Set<string>();
  await readTopic(log, partitions, (records) => {
    for (const record of records) {
      const replayed = replayedOf(record);
      if (replayed) ids.add(replayed.id);
    }
  });
  return ids;
}

async function readTopic(
  log: EventLog,
  partitions: number,
  onRecords: (records: readonly LogRecord[]) => void | Promise<void>,
): Promise<void> {
  await Promise.all(
    Array.from({ length: partitions }, (_, partition) => readPartition(log, partition, onRecords)),
  );
}

export async function readPartition(
  log: EventLog,
  partition: number,
  onRecords: (records: readonly LogRecord[]) => void | Promise<void>,
): Promise<void> {
  const { first, next } = await log.range('dead-letters', partition);
  if (first < next) await log.read('dead-letters', partition, first, next, onRecords);
}

function keepNewest(letters: DeadLetter[], limit: number): void {
  letters.sort((a, b) => a.diedAt - b.diedAt || (a.id < b.id ? -1 : 1));
  letters.splice(0, letters.length - limit);
}
