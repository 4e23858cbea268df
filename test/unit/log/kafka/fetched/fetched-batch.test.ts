import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FetchedBatch } from '../../../../../src/log/kafka/fetched/fetched-batch.js';
import { recordBatches } from '../../../../../src/log/kafka/fetched/record-batch.js';
import { batchBytes, kafkajsRecords, markerBytes } from './wire.js';

const require = createRequire(import.meta.url);
type Answers = Pick<
  FetchedBatch,
  | 'isEmpty'
  | 'isEmptyIncludingFiltered'
  | 'isEmptyDueToFiltering'
  | 'isEmptyControlRecord'
  | 'isEmptyDueToLogCompactedMessages'
  | 'lastOffset'
  | 'offsetLag'
>;
const Theirs = require('kafkajs/src/consumer/batch.js') as new (
  topic: string,
  fetchedOffset: string,
  data: object,
) => Answers & { readonly messages: readonly { readonly offset: string }[] };

const noCodec = (type: number): never => {
  throw new Error(`codec ${type}`);
};

function answersOf(batch: Answers) {
  return {
    isEmpty: batch.isEmpty(),
    isEmptyIncludingFiltered: batch.isEmptyIncludingFiltered(),
    isEmptyDueToFiltering: batch.isEmptyDueToFiltering(),
    isEmptyControlRecord: batch.isEmptyControlRecord(),
    isEmptyDueToLogCompactedMessages: batch.isEmptyDueToLogCompactedMessages(),
    lastOffset: batch.lastOffset(),
    offsetLag: batch.offsetLag(),
  };
}

describe('a fetched batch', () => {
  const part = fc.record({ records: fc.integer({ min: 1, max: 4 }), marker: fc.boolean() });

  it("answers kafkajs's runner as kafkajs's own does", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), fc.nat(12), async (parts, ahead) => {
        const written: Buffer[] = [];
        let next = 100;
        for (const { records, marker } of parts) {
          if (marker) {
            written.push(await markerBytes(next++, 5, false));
            continue;
          }
          written.push(
            await batchBytes({
              firstOffset: next,
              firstTimestamp: 0,
              maxTimestamp: 0,
              producerId: 5,
              transactional: true,
              logAppendTime: true,
              gzip: false,
              records: Array.from({ length: records }, (_, offsetDelta) => ({
                offsetDelta,
                timestampDelta: 0,
                key: null,
                value: Buffer.from('v'),
                headers: {},
              })),
            }),
          );
          next += records;
        }
        const from = String(100 + ahead);
        const data = { partition: 1, highWatermark: String(next + 3), abortedTransactions: [] };
        const theirs = new Theirs('t', from, {
          ...data,
          messages: (await Promise.all(written.map(kafkajsRecords))).flat(),
        });
        const ours = new FetchedBatch('t', from, {
          ...data,
          errorCode: 0,
          lastStableOffset: '0',
          lastStartOffset: '0',
          preferredReadReplica: -1,
          messages: await recordBatches(Buffer.concat(written), noCodec),
        });
        expect(answersOf(ours)).toEqual(answersOf(theirs));
        expect(ours.messages.map(({ offset }) => String(offset))).toEqual(
          theirs.messages.map(({ offset }) => offset),
        );
      }),
      { numRuns: 300 },
    );
  });
});
