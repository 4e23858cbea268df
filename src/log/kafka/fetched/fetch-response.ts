/** The answer to a fetch, version 11 (Kafka 2.3 and newer), as kafkajs's consumer wants it, only with our record batches. */
import { ByteCursor } from './byte-cursor.js';
import { recordBatches, type CodecOf, type RecordBatch } from './record-batch.js';

export const FETCH_VERSION = 11;

export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

export interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly lastStartOffset: string;
  readonly abortedTransactions: readonly AbortedTransaction[];
  readonly preferredReadReplica: number;
  /** kafkajs's name for them. */
  readonly messages: readonly RecordBatch[];
}

export interface FetchResponse {
  /** 0: the broker has not waited; it expects the client to (`clientSideThrottleTime`). */
  readonly throttleTime: 0;
  readonly clientSideThrottleTime: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly FetchedPartition[];
  }[];
}

/** @throws BrokenBytesError, or what a codec throws */
export async function decodeFetchResponse(bytes: Buffer, codecOf: CodecOf): Promise<FetchResponse> {
  const cursor = new ByteCursor(bytes);
  const [clientSideThrottleTime, errorCode, sessionId] = [cursor.int32(), cursor.int16(), cursor.int32()];
  const responses = [];
  for (let topics = cursor.int32(); topics > 0; topics--) {
    const topicName = cursor.text();
    const partitions: FetchedPartition[] = [];
    for (let left = cursor.int32(); left > 0; left--) partitions.push(await partitionOf(cursor, codecOf));
    responses.push({ topicName, partitions });
  }
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}

async function partitionOf(cursor: ByteCursor, codecOf: CodecOf): Promise<FetchedPartition> {
  const [partition, errorCode] = [cursor.int32(), cursor.int16()];
  const [highWatermark, lastStableOffset, lastStartOffset] = [cursor.int64(), cursor.int64(), cursor.int64()];
  const abortedTransactions: AbortedTransaction[] = [];
  for (let left = cursor.int32(); left > 0; left--) {
    abortedTransactions.push({ producerId: cursor.int64(), firstOffset: Number(cursor.int64()) });
  }
  const preferredReadReplica = cursor.int32();
  const length = Math.max(0, cursor.int32());
  const from = cursor.pass(length);
  return {
    partition,
    errorCode,
    highWatermark: String(highWatermark),
    lastStableOffset: String(lastStableOffset),
    lastStartOffset: String(lastStartOffset),
    abortedTransactions,
    preferredReadReplica,
    messages: await recordBatches(cursor.bytes.subarray(from, from + length), codecOf),
  };
}
