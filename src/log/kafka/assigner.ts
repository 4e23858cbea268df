import type { Assigner, PartitionAssigner } from 'kafkajs';

import { AssignerProtocol } from './kafkajs.js';

export type Assignment = Record<string, number[]>;

/**
 * Partition p of EVERY topic goes to member p mod M, members in the order of their ids. kafkajs's own assigner deals
 * out all topics in one round, which splits the pairs whenever P mod M is not 0.
 */
export function coPartition(
  memberIds: readonly string[],
  partitionsByTopic: Readonly<Record<string, readonly number[]>>,
): Map<string, Assignment> {
  const members = [...memberIds].sort();
  const result = new Map(members.map((member): [string, Assignment] => [member, {}]));
  for (const [topic, partitions] of Object.entries(partitionsByTopic)) {
    for (const partition of partitions) {
      const member = members[partition % members.length];
      const assignment = member === undefined ? undefined : result.get(member);
      if (assignment !== undefined) (assignment[topic] ??= []).push(partition);
    }
  }
  return result;
}

/** For groups: members may come and go. */
export const coPartitioned: PartitionAssigner = ({ cluster }) => ({
  ...protocol('leeway-co-partitioned'),
  assign: ({ members, topics }) => {
    const partitions = topics.map((topic): [string, number[]] => [
      topic,
      cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
    ]);
    const memberIds = members.map(({ memberId }) => memberId);
    return Promise.resolve(encode(coPartition(memberIds, Object.fromEntries(partitions))));
  },
});

/** For readers outside of groups: the one member of a group of its own gets exactly these partitions. */
export function everythingToOne(assignment: Readonly<Assignment>): PartitionAssigner {
  return () => ({
    ...protocol('leeway-reader'),
    assign: ({ members }) =>
      Promise.resolve(encode(new Map(members.map(({ memberId }) => [memberId, assignment])))),
  });
}

const VERSION = 0;

function protocol(name: string): Pick<Assigner, 'name' | 'version' | 'protocol'> {
  return {
    name,
    version: VERSION,
    protocol: ({ topics }) => ({
      name,
      metadata: AssignerProtocol.MemberMetadata.encode({
        version: VERSION,
        topics,
        userData: Buffer.alloc(0),
      }),
    }),
  };
}

function encode(assignments: ReadonlyMap<string, Assignment>): Awaited<ReturnType<Assigner['assign']>> {
  return [...assignments].map(([memberId, assignment]) => ({
    memberId,
    memberAssignment: AssignerProtocol.MemberAssignment.encode({
      version: VERSION,
      assignment,
      userData: Buffer.alloc(0),
    }),
  }));
}
