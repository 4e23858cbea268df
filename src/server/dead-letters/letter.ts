/** A dead letter as people see it: a record that could not be processed, where it came from, why, and what became of it. */
import type { LogRecord } from '../../log/port.js';

export interface DeadLetter {
  /** Where the record stands in its topic: `topic/partition/offset`. */
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** When the record was appended, and when it was given up, epoch ms. */
  readonly appendedAt: number;
  readonly diedAt: number;
  readonly stage: string;
  readonly reason: string;
  readonly message: string;
  readonly key: string | null;
  /** As far as the record can be read. */
  readonly model: string | null;
  /** Length of the original. */
  readonly bytes: number;
  /** SHA-256 of the original where only its beginning was kept; null = it was kept whole. */
  readonly cutFrom: string | null;
  /** The original, or its beginning. */
  readonly value: Buffer;
}

/** Says that a letter was sent again: a record of the same topic and key. */
export interface Replayed {
  readonly id: string;
  /** Epoch ms. */
  readonly at: number;
  readonly by: string;
}

/** Null for a record that is no letter. */
export function letterOf({ value, headers, appendedAt }: LogRecord): DeadLetter | null {
  const { topic, partition, offset, appended, stage, reason, message, key, bytes, sha256 } = headers;
  if (value === null || topic === undefined || partition === undefined || offset === undefined) return null;
  return {
    id: `${topic}/${partition}/${offset}`,
    topic,
    partition: Number(partition),
    offset: Number(offset),
    appendedAt: Number(appended),
    diedAt: appendedAt,
    stage: stage ?? '',
    reason: reason ?? '',
    message: message ?? '',
    key: key ?? null,
    model: modelIn(value),
    bytes: bytes === undefined ? value.length : Number(bytes),
    cutFrom: sha256 ?? null,
    value,
  };
}

/** Null for a record that is no such mark. */
export function replayedOf({ headers }: LogRecord): Replayed | null {
  const { replayed, by, at } = headers;
  return replayed === undefined ? null : { id: replayed, at: Number(at), by: by ?? '' };
}

function modelIn(value: Buffer): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(value.toString('utf8'));
  } catch {
    // Unreadable is what most of them are.
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || !('model' in parsed)) return null;
  return typeof parsed.model === 'string' ? parsed.model : null;
}
