/** One record of every kind that does not belong into the log, as another program may put it there. */
import type { RefusalCode } from '../../../src/events/parse.js';
import { steadyOutcome, steadyPrediction } from './steady-stream.js';

export interface BadRecord {
  readonly reason: RefusalCode;
  readonly topic: 'predictions' | 'outcomes';
  readonly key: string | null;
  readonly value: Buffer;
  /** Its model can be told from it, so it is in that model's books. */
  readonly booked: boolean;
}

/** Where a bad record was put. */
export interface Placed extends BadRecord {
  readonly partition: number;
  readonly offset: number;
}

export function badRecords(now: number): readonly BadRecord[] {
  const prediction = steadyPrediction(1);
  const { id: _, ...nameless } = prediction;
  const { model: __, ...homeless } = prediction;
  const text = (event: object): string => JSON.stringify(event);
  const bad = (
    reason: RefusalCode,
    topic: BadRecord['topic'],
    value: string | Buffer,
    { key, booked = false }: { readonly key?: string; readonly booked?: boolean } = {},
  ): BadRecord => ({
    reason,
    topic,
    key: key ?? null,
    value: typeof value === 'string' ? Buffer.from(value) : value,
    booked,
  });
  return [
    bad('bad-json', 'predictions', '{"id": "p1", '),
    bad('bad-json', 'outcomes', Buffer.from([0xff, 0xfe, 0x00, 0x80])),
    bad('not-a-number', 'predictions', text(prediction).replace(/"x":\d/, '"x":NaN')),
    bad('wrong-type', 'predictions', text({ ...prediction, features: [1, 2] })),
    bad('wrong-type', 'outcomes', text({ ...steadyOutcome(1), outcome: { late: true } })),
    bad('missing-id', 'predictions', text(nameless)),
    bad('missing-field', 'predictions', text(homeless), { key: 'p1' }),
    bad('too-large', 'predictions', text({ ...prediction, features: { x: 'x'.repeat(300 * 1024) } })),
    bad('future', 'predictions', text({ ...prediction, id: 'early', time: now + 3_600_000 }), {
      key: 'early',
      booked: true,
    }),
    bad('conflicting', 'predictions', text({ ...prediction, score: 0.9 }), { key: 'p1', booked: true }),
    bad('conflicting', 'outcomes', text({ ...steadyOutcome(2), outcome: 0 }), { key: 'p2', booked: true }),
  ];
}
