/**
 * The cursor of the feed: positions as an opaque, URL-safe text. A client sends back the last one it got and misses
 * nothing; it must not look inside, the form may change.
 */
import { Positions } from './positions.js';
import { isFeedTopic } from './topics.js';

const FORM = 1;
const MAX_PARTITIONS = 1024;
const MAX_LENGTH = 32_768;

export class CursorError extends Error {
  constructor(reason: string) {
    super(`bad cursor: ${reason}; leave it out, or take a new one from /api/snapshot`);
    this.name = 'CursorError';
  }
}

export function encodeCursor(positions: Positions): string {
  const topics: Record<string, [number, number][]> = {};
  for (const [topic, partition, next] of positions.entries()) (topics[topic] ??= []).push([partition, next]);
  return Buffer.from(JSON.stringify([FORM, topics])).toString('base64url');
}

/** Throws `CursorError` on anything that `encodeCursor` did not make. */
export function decodeCursor(text: string): Positions {
  if (text.length > MAX_LENGTH) throw new CursorError(`longer than ${MAX_LENGTH} characters`);
  const decoded = parse(text);
  if (!Array.isArray(decoded) || decoded[0] !== FORM)
    throw new CursorError('not one of this version of Leeway');
  const topics: unknown = decoded[1];
  if (typeof topics !== 'object' || topics === null) throw new CursorError('no topics in it');
  const positions = new Positions();
  for (const [topic, partitions] of Object.entries(topics) as [string, unknown][]) {
    if (!isFeedTopic(topic)) throw new CursorError('a topic that the feed does not carry');
    if (!Array.isArray(partitions) || partitions.length > MAX_PARTITIONS)
      throw new CursorError('no partitions in it');
    for (const entry of partitions as unknown[]) {
      if (!Array.isArray(entry) || !entry.every(isCount))
        throw new CursorError('a position that is no offset');
      const [partition, next] = entry;
      if (partition === undefined || next === undefined) throw new CursorError('half a position');
      positions.set(topic, partition, next);
    }
  }
  return positions;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch (error) {
    throw new CursorError((error as Error).message);
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
