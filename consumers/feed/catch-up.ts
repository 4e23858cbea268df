/** Brings a client from its cursor to where the feed is, out of the log, and then lets it go live without a gap. */
import { toOffset, type EventLog } from '../../src/log/port.js';
import { CLOSE_BAD_REQUEST, type FeedClient } from './client.js';
import { readDelivery } from './delivery.js';
import type { Positions } from './positions.js';

/** Offsets read at once; between two slices a client that has gone is noticed. */
const SLICE = 1_000;

/**
 * Resolves when the client is live or has been stopped. A cursor that the log no longer covers, or does not know yet,
 * closes the client with a reason: going on in silence would lose records.
 */
export async function catchUp(client: FeedClient, log: EventLog, feed: Positions): Promise<void> {
  const problem = await whyNotResumable(client.seen, log);
  if (problem !== null) {
    client.close(CLOSE_BAD_REQUEST, problem);
    return;
  }
  while (!client.stopped) {
    const gap = firstGap(client, feed);
    if (gap === null) {
      // No await between the look at the feed's positions and this: nothing can come in between.
      client.goLive();
      return;
    }
    await readGap(client, log, gap);
  }
}

interface Gap {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

function firstGap(client: FeedClient, feed: Positions): Gap | null {
  for (const [topic, partition, next] of feed.entries()) {
    const from = client.seen.get(topic, partition) ?? 0;
    if (from >= next) continue;
    if (client.wantsTopic(topic)) return { topic, partition, from, to: Math.min(next, from + SLICE) };
    client.skipTo(topic, partition, next);
  }
  return null;
}

async function readGap(client: FeedClient, log: EventLog, gap: Gap): Promise<void> {
  const { first } = await log.range(gap.topic, gap.partition);
  const from = Math.max(gap.from, first);
  const to = Math.max(gap.to, first);
  await log.read(gap.topic, gap.partition, toOffset(from), toOffset(to), async (records) => {
    for (const record of records) {
      const delivery = readDelivery(record);
      if (delivery !== null && !('unreadable' in delivery)) await client.replay(delivery);
    }
  });
  client.skipTo(gap.topic, gap.partition, to);
}

async function whyNotResumable(cursor: Positions, log: EventLog): Promise<string | null> {
  for (const [topic, partition, next] of cursor.entries()) {
    const range = await log.range(topic, partition);
    if (next > range.next) return `cursor is of another log: start from /api/snapshot`;
    if (next < range.first) return `cursor expired: start from /api/snapshot`;
  }
  return null;
}
