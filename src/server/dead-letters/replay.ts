/**
 * Sends dead letters again: the original bytes go back into their topic, and a mark into `dead-letters`, in one commit.
 * So a letter is sent again once, also when this is cut off in the middle or called twice at the same time: whoever opens
 * the writer last is the only one that can commit, and reads the marks after it has opened it.
 */
import { createHash } from 'node:crypto';
import type { EventLog, NewRecord, Offset } from '../../log/port.js';
import { letterOf, type DeadLetter } from './letter.js';
import { fits, readPartition, replayedIds, type LetterFilter } from './read-letters.js';

export interface ReplayOptions {
  readonly log: EventLog;
  readonly partitions: number;
  readonly filter: LetterFilter;
  /** Also those that were sent again before. */
  readonly again: boolean;
  /** Who wants it; stands in the mark. */
  readonly by: string;
  /** Epoch ms. */
  readonly clock: () => number;
}

export interface ReplayResult {
  readonly replayed: number;
  /** Sent again before, so not now. */
  readonly before: number;
  /** Cannot be sent again, and why; the first hundred. */
  readonly lost: readonly { readonly id: string; readonly why: string }[];
}

const WRITER = 'dead-letters-replay';
const LETTERS_A_COMMIT = 500;
const MAX_REPORTED = 100;
/** Keys in letters are cut to this length. */
const KEY_LIMIT = 1_024;

export async function replayLetters(options: ReplayOptions): Promise<ReplayResult> {
  const { log, partitions, filter, again } = options;
  const writer = await log.writer(WRITER);
  try {
    const done = again ? new Set<string>() : await replayedIds(log, partitions);
    // A stage that was reset gives the same records up again: a letter may be there twice.
    const seen = new Set<string>();
    let replayed = 0;
    const lost: { id: string; why: string }[] = [];
    let before = 0;
    const chosen: DeadLetter[] = [];
    const flush = async (): Promise<void> => {
      const letters = chosen.splice(0);
      const records: NewRecord[] = [];
      for (const letter of letters) {
        const original = await originalOf(log, letter);
        if ('why' in original) {
          if (lost.length < MAX_REPORTED) lost.push({ id: letter.id, why: original.why });
          continue;
        }
        replayed++;
        records.push(...recordsOf(letter, original, options));
      }
      if (records.length > 0) await writer.commit(records);
    };
    for (let partition = 0; partition < partitions; partition++) {
      await readPartition(log, partition, async (records) => {
        for (const record of records) {
          const letter = letterOf(record);
          if (!letter || !fits(letter, filter) || seen.has(letter.id)) continue;
          seen.add(letter.id);
          if (done.has(letter.id)) before++;
          else chosen.push(letter);
          if (chosen.length >= LETTERS_A_COMMIT) await flush();
        }
      });
    }
    await flush();
    return { replayed, before, lost };
  } finally {
    await writer.close();
  }
}

interface Original {
  readonly key: string | null;
  readonly value: Buffer;
}

/** From the letter itself; where it was cut, from where the record stands, if it still does. */
async function originalOf(log: EventLog, letter: DeadLetter): Promise<Original | { readonly why: string }> {
  const { topic, partition, offset, key, value, cutFrom } = letter;
  if (cutFrom === null && (key?.length ?? 0) < KEY_LIMIT) return { key, value };
  const { first } = await log.range(topic, partition);
  const found: Original[] = [];
  if (offset >= first) {
    await log.read(topic, partition, offset as Offset, (offset + 1) as Offset, (records) => {
      for (const record of records) found.push({ key: record.key, value: record.value ?? Buffer.alloc(0) });
    });
  }
  const [original] = found;
  if (!original) {
    return { why: `only its beginning was kept, and ${letter.id} is gone from the log (retention)` };
  }
  if (cutFrom !== null && createHash('sha256').update(original.value).digest('hex') !== cutFrom) {
    return { why: `${letter.id} holds another record now: the topic was made anew` };
  }
  return original;
}

function recordsOf(letter: DeadLetter, { key, value }: Original, { by, clock }: ReplayOptions): NewRecord[] {
  const { id, topic, partition } = letter;
  const at = clock();
  return [
    // With a key the log chooses the partition: a record that came into a wrong one comes into the right one now.
    { topic, key, value, headers: { 'replayed-from': id }, ...(key === null && { partition }) },
    {
      topic: 'dead-letters',
      key: id,
      value: Buffer.from(JSON.stringify({ v: 1, kind: 'replayed', letter: id, by, at })),
      headers: { replayed: id, by, at: String(at) },
    },
  ];
}
