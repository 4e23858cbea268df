import type { EventLog, NewRecord } from '../../src/log/port.js';
import { decode, encode } from './file-snapshots.js';
import type { SnapshotStore } from './stage.js';

/** Below every default limit of a broker. */
const CHUNK = 512 * 1024;

/**
 * Snapshots in the compacted topic `state`, appended by the very commit that they describe: whoever takes the partition
 * over, on whatever machine, starts from them. Chunks carry the count and an id, so that leftovers of a longer older
 * snapshot are not mistaken for part of a newer one.
 */
export function logSnapshots(log: EventLog, topic: string, stage: string): SnapshotStore {
  return {
    async load(partition) {
      const range = await log.range(topic, partition);
      const chunks = new Map<string, { id: string; count: number; value: Buffer }>();
      const prefix = `${stage}/${partition}/`;
      await log.read(topic, partition, range.first, range.next, (records) => {
        for (const { key, value, headers } of records) {
          if (!key?.startsWith(prefix)) continue;
          // A reset takes snapshots away; until the topic is compacted they stand before their tombstones.
          if (!value) chunks.delete(key);
          else chunks.set(key, { id: headers['snapshot'] ?? '', count: Number(headers['chunks']), value });
        }
      });
      const first = chunks.get(`${prefix}0`);
      if (!first) return null;
      const parts: Buffer[] = [];
      for (let i = 0; i < first.count; i++) {
        const chunk = chunks.get(prefix + i);
        if (chunk?.id !== first.id) return null;
        parts.push(chunk.value);
      }
      return decode(Buffer.concat(parts), `snapshot of ${stage}, partition ${partition}, in topic ${topic}`);
    },
    asRecords(partition, snapshot): NewRecord[] {
      const bytes = encode(snapshot);
      const count = Math.max(1, Math.ceil(bytes.length / CHUNK));
      const id = Object.values(snapshot.upTo).join('-');
      return Array.from({ length: count }, (_, i) => ({
        topic,
        partition,
        key: `${stage}/${partition}/${i}`,
        value: bytes.subarray(i * CHUNK, (i + 1) * CHUNK),
        headers: { snapshot: id, chunks: String(count) },
      }));
    },
  };
}
