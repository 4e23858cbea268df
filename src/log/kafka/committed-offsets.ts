import { LogError } from '../errors.js';
import { toOffset, type Offset, type PartitionRange } from '../port.js';
import { readSignature } from './commit-signature.js';
import { lastStanding } from './commits-in-doubt.js';
import type { KafkaConnection } from './connection.js';
import { inTurn, partitionRange } from './ranges.js';
import { askingForStable, UNSETTLED } from './stable-offsets.js';

export interface CommittedOffset {
  /** Where the group goes on; the log's first offset where it has committed nothing. */
  readonly committed: Offset;
  /** The last commit of the task that has moved it and appended something; null: none is known. */
  readonly commit: string | null;
  readonly range: PartitionRange;
}

export interface TaskTopics {
  /** The topics whose offsets are asked for. */
  readonly topics: readonly string[];
  /** Where the task's commits append. */
  readonly produces: readonly string[];
}

/**
 * The committed offsets of a group in one partition index, settled, and checked against the log. Ask only after fencing:
 * an earlier owner could move them otherwise.
 * Throws `LogError` (`offset-gap`) where records between the commit and the log's first offset are lost, where the
 * topic is shorter than the commit (it was made anew), where kafkajs has left a literal default behind, or where somebody
 * else has moved the offset.
 */
export async function committedOffsets(
  connection: KafkaConnection,
  group: string,
  { topics, produces }: TaskTopics,
  partition: number,
): Promise<Map<string, CommittedOffset>> {
  const { answers, isSettled } = await settledOffsets(connection, group, topics, partition);
  const result = new Map<string, CommittedOffset>();
  for (const topic of topics) {
    const name = connection.name(topic);
    const found = offsetIn(answers, name, partition);
    if (found === undefined) {
      // kafkajs asks for the partitions that its picture of the cluster has: of none it is told nothing. Taken for "never
      // committed" it would read everything again.
      throw new LogError(
        'unreachable',
        `the broker was not asked for the offset of group ${connection.name(group)} in ${name}[${partition}]`,
      );
    }
    const range = await partitionRange(connection, topic, partition);
    const committed = found.offset === '-1' ? range.first : checked(connection, group, name, found, range);
    const commit = found.offset === '-1' ? null : (readSignature(found.metadata)?.commit ?? null);
    result.set(topic, { committed, commit, range });
  }
  return isSettled ? result : lastStanding(connection, { group, partition, produces }, result);
}

type Answers = readonly { readonly topic: string; readonly partitions: readonly FoundOffset[] }[];

/**
 * Waits until no transaction is moving these offsets any more. Brokers of Kafka 4 that are killed in the middle of a commit may
 * leave one in which the records are committed and the offset never is, however long one waits (seen with 4.3.1, never with
 * 3.9.1); then the offset before it is told, and the commits themselves have to say what came after.
 */
async function settledOffsets(
  connection: KafkaConnection,
  group: string,
  topics: readonly string[],
  partition: number,
): Promise<{ readonly answers: Answers; readonly isSettled: boolean }> {
  const names = topics.map((topic) => connection.name(topic));
  const groupId = connection.name(group);
  const fetchOffsets = async () => (await connection.admin()).fetchOffsets({ groupId, topics: names });
  const tries = Math.ceil((SETTLE_TIMEOUTS * connection.settings.transactionTimeoutMs) / SETTLE_MS);
  for (let attempt = 1; attempt <= tries; attempt++) {
    const answers = await inTurn(connection, () => askingForStable(fetchOffsets));
    const isMoving = names.some((name) => offsetIn(answers, name, partition)?.offset === UNSETTLED);
    if (!isMoving) return { answers, isSettled: true };
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
  connection.settings.logger.error(
    { group: groupId, partition },
    'a transaction that moves the committed offset does not come to its end, and the broker has ended it for everybody else: ' +
      'looking in the topics for the last commit',
  );
  return { answers: await inTurn(connection, fetchOffsets), isSettled: false };
}

const SETTLE_MS = 50;
/** A dead transaction is ended by the broker within one. */
const SETTLE_TIMEOUTS = 2;

interface FoundOffset {
  readonly partition: number;
  /** -1 where the group has committed nothing. */
  readonly offset: string;
  readonly metadata: string | null;
}

/** `undefined` where the answer does not speak of the partition. */
function offsetIn(answers: Answers, topic: string, partition: number): FoundOffset | undefined {
  const partitions = answers.find((one) => one.topic === topic)?.partitions;
  return partitions?.find((one) => one.partition === partition);
}

function checked(
  connection: KafkaConnection,
  group: string,
  name: string,
  { partition, offset, metadata }: FoundOffset,
  range: PartitionRange,
): Offset {
  const found = Number(offset);
  if (found >= range.first && found <= range.next) {
    // At the first record nothing is passed over: that is what people are told to do after a gap.
    if (readSignature(metadata)?.offset === found || found === range.first) return toOffset(found);
    throw new LogError(
      'offset-gap',
      `group ${connection.name(group)} stands at offset ${found} of ${name}[${partition}], where Leeway has not put it: somebody has ` +
        'moved it, and records before it may never have been read. To start over from what the log holds: ' +
        `leeway reset --stage ${group.replace(/^leeway-/, '')}`,
    );
  }
  const why =
    found < range.first
      ? 'the records in between are gone (retention, or a reader that was reset)'
      : 'the topic is not the one that the group has read';
  const server = `--bootstrap-server ${connection.settings.brokers[0] ?? 'HOST:PORT'}`;
  throw new LogError(
    'offset-gap',
    `group ${connection.name(group)} has committed offset ${found} of ${name}[${partition}], but the log holds ` +
      `${range.first} to ${range.next}: ${why}. To go on with what is there: kafka-consumer-groups.sh ${server} ` +
      `--group ${connection.name(group)} --topic ${name}:${partition} --reset-offsets --to-earliest --execute`,
  );
}
