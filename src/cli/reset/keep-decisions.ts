/** What must outlive a reset of the profiler: references and promotions, which only the trainer can make, and policies. */
import type { EventLog, LogRecord, NewRecord, Offset } from '../../log/port.js';
import type { ProfileRecord } from '../../records/profile.js';

export interface KeptDecisions {
  /** To be appended to `profiles` again, in their order. */
  readonly records: readonly NewRecord[];
  /** By partition: where `profiles` ends now; everything before is to be deleted once `records` are appended. */
  readonly ends: readonly Offset[];
}

/** Reads all of `profiles`. A reset that was cut off has left copies: each decision is kept once. */
export async function keepDecisions(log: EventLog, partitions: number): Promise<KeptDecisions> {
  const records: NewRecord[] = [];
  const seen = new Set<string>();
  const ends: Offset[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    const { first, next } = await log.range('profiles', partition);
    ends.push(next);
    if (first === next) continue;
    await log.read('profiles', partition, first, next, (all) => {
      for (const record of all) {
        const decision = decisionIn(record);
        if (decision === null) continue;
        // A decision for everybody stands in each partition.
        const identity = `${partition} ${decision}`;
        if (seen.has(identity)) continue;
        seen.add(identity);
        const { topic, key, value, headers } = record;
        records.push({ topic, partition, key, value, headers });
      }
    });
  }
  return { records, ends };
}

/** Most records are deltas, which are large: their beginning says what they are. */
const HEAD_BYTES = 64;
const KEPT_KINDS = ['reference', 'model-change', 'command'] as const;

function decisionIn({ value }: LogRecord): string | null {
  if (value === null) return null;
  const head = value.toString('latin1', 0, HEAD_BYTES);
  if (!KEPT_KINDS.some((kind) => head.includes(`"kind":"${kind}"`))) return null;
  const record = JSON.parse(value.toString('utf8')) as ProfileRecord;
  if (record.kind === 'reference') return JSON.stringify(['reference', record.reference.id]);
  if (record.kind === 'model-change') return JSON.stringify([record.model, record.change.request]);
  // Of what people have decided, only policies are not about alerts that are fired anew.
  if (record.kind === 'command' && record.command.action === 'policy')
    return JSON.stringify(['policy', record.command.id]);
  return null;
}
