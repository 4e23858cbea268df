/** Where a task stands, as its commits tell it themselves, for a broker that has forgotten its offsets (decision 24). */
import { toOffset } from '../port.js';
import { followTrail, madeAt, readStep, type CommitStep } from './commit-trail.js';
import type { CommittedOffset } from './committed-offsets.js';
import type { KafkaConnection } from './connection.js';
import { toLogError } from './kafka-errors.js';
import { inTurn, topicRanges } from './ranges.js';
import { readUntil, type Piece } from './reader.js';

export const FOUND_LAST_COMMIT = 'found the last commit of a task in the topics that it writes to';

/** A commit is named by the clock of its process, a record by the broker's: so far they may be apart. */
const CLOCKS_APART_MS = 3_600_000;

export interface TaskInDoubt {
  readonly group: string;
  readonly partition: number;
  /** The topics that its commits append to; none: nothing can be there twice. */
  readonly produces: readonly string[];
}

/**
 * @param found what the broker tells: right, or of an earlier commit
 * @returns the same, moved on by the commits that came after
 */
export async function lastStanding(
  connection: KafkaConnection,
  { group, partition, produces }: TaskInDoubt,
  found: ReadonlyMap<string, CommittedOffset>,
): Promise<Map<string, CommittedOffset>> {
  const { logger } = connection.settings;
  if (produces.length === 0) {
    logger.warn(
      { group, partition },
      'the last commit of a group that appends nothing is in doubt: it reads again',
    );
    return new Map(found);
  }
  const known = [...found.values()].flatMap(({ commit }) => (commit === null ? [] : [madeAt(commit)]));
  if (known.length === 0) {
    logger.error(
      { group, partition },
      'the first commit of a group is in doubt: if it was made, its records are counted twice',
    );
    return new Map(found);
  }
  const steps = await stepsSince(connection, produces, Math.min(...known) - CLOCKS_APART_MS);
  const own = steps.filter((step) => step.group === group && step.partition === partition);
  const standing = [...found].map(([topic, told]): [string, CommittedOffset] => {
    if (told.commit === null) return [topic, told];
    const { offset, commit } = followTrail(own, topic, { offset: told.committed, commit: told.commit });
    return [topic, { ...told, committed: offset, commit }];
  });
  const moved = standing.filter(([topic, { committed }]) => committed !== found.get(topic)?.committed);
  logger.warn(
    {
      group,
      partition,
      moved: Object.fromEntries(moved.map(([topic, { committed }]) => [topic, committed])),
    },
    FOUND_LAST_COMMIT,
  );
  return new Map(standing);
}

/** Every step that a commit has left in these topics since then, epoch ms. */
async function stepsSince(
  connection: KafkaConnection,
  topics: readonly string[],
  since: number,
): Promise<CommitStep[]> {
  const pieces: Piece[] = [];
  for (const topic of topics) {
    const ranges = await topicRanges(connection, topic);
    const starts = await offsetsAt(connection, topic, since);
    for (const [partition, { next }] of ranges) {
      const from = starts.get(partition) ?? next;
      if (from < next) pieces.push({ topic, partition, from, end: next });
    }
  }
  const steps: CommitStep[] = [];
  await readUntil(
    connection,
    pieces,
    () => undefined,
    (text) => steps.push(readStep(text)),
  );
  return steps;
}

/** By partition: the first record that was appended then or later. */
async function offsetsAt(connection: KafkaConnection, topic: string, time: number) {
  const name = connection.name(topic);
  try {
    const found = await inTurn(connection, async () =>
      (await connection.admin()).fetchTopicOffsetsByTimestamp(name, time),
    );
    return new Map(found.map(({ partition, offset }) => [partition, toOffset(offset)]));
  } catch (error) {
    throw toLogError(error, `offsets of topic ${name} at a time`);
  }
}
