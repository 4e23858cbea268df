import type { LogAdmin } from '../admin.js';
import { LogError } from '../errors.js';
import { KafkaConnection } from './connection.js';
import { messageOf, protocolErrorType, toLogError } from './kafka-errors.js';
import { withDefaults, type KafkaLogOptions } from './settings.js';

/** A group with nobody in it, or none of that name. */
const EMPTY = new Set(['Empty', 'Dead']);

/** Connects on first use. Needs the right to delete groups and records (`docs/operations.md`). */
export function createKafkaLogAdmin(options: KafkaLogOptions): LogAdmin {
  const connection = new KafkaConnection(withDefaults(options));
  const checkIdle = async (plain: string): Promise<void> => {
    const group = connection.name(plain);
    const admin = await connection.admin();
    const [found] = (await admin.describeGroups([group])).groups;
    if (found && !EMPTY.has(found.state)) throw inUse(group, found.members.length);
  };
  return {
    checkIdle: async (plain) => {
      try {
        await checkIdle(plain);
      } catch (error) {
        throw toLogError(error, `asking for group ${connection.name(plain)}`);
      }
    },
    forgetGroup: async (plain) => {
      const group = connection.name(plain);
      try {
        await checkIdle(plain);
        const admin = await connection.admin();
        await admin.deleteGroups([group]);
      } catch (error) {
        const type = groupErrorType(error);
        if (type === 'GROUP_ID_NOT_FOUND') return;
        if (type === 'NON_EMPTY_GROUP') throw inUse(group);
        throw toLogError(error, `resetting group ${group}`);
      }
    },
    deleteBefore: async (plain, partition, offset) => {
      const topic = connection.name(plain);
      try {
        const admin = await connection.admin();
        // kafkajs knows the leaders of a topic only once it has asked about it.
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
      } catch (error) {
        throw toLogError(
          error,
          `deleting records of ${topic}[${partition}] below ${offset}: ${messageOf(error)}`,
        );
      }
    },
    close: () => connection.close(),
  };
}

function inUse(group: string, members?: number): LogError {
  return new LogError(
    'locked',
    `group ${group} has ${members === undefined ? 'members' : `${members} running member(s)`}: stop every process of ` +
      'Leeway that runs this stage, wait ten seconds for killed ones, then try again',
  );
}

/** kafkajs reports each group's own error in a list. */
function groupErrorType(error: unknown): string | undefined {
  const groups = (error as { groups?: unknown }).groups;
  const first: unknown = Array.isArray(groups)
    ? (groups[0] as { error?: unknown } | undefined)?.error
    : undefined;
  return protocolErrorType(first ?? error);
}
