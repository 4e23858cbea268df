import type { Assigner, PartitionAssigner } from 'kafkajs';

import { AssignerProtocol } from './kafkajs.js';
import { decodeClaim, encodeClaim, stickyAssignment, type Claim } from './sticky.js';

export type Assignment = Record<string, number[]>;

/** Partition p of EVERY topic goes to one member; kafkajs's own assigner deals out topic by topic and splits the pairs. */
export function coPartition(
  claims: ReadonlyMap<string, Claim>,
  partitionsByTopic: Readonly<Record<string, readonly number[]>>,
): Map<string, Assignment> {
  const all = [...new Set(Object.values(partitionsByTopic).flat())];
  return new Map(
    [...stickyAssignment(claims, all)].map(([member, held]): [string, Assignment] => [
      member,
      Object.fromEntries(
        Object.entries(partitionsByTopic).map(([topic, partitions]) => [
          topic,
          held.filter((partition) => partitions.includes(partition)),
        ]),
      ),
    ]),
  );
}

/**
 * For groups: members may come and go, and keep what they hold as far as balance allows.
 * @param claim what this member holds, asked whenever it joins
 */
export function coPartitioned(claim: () => Claim): PartitionAssigner {
  return ({ cluster }) => ({
    ...protocol('leeway-co-partitioned', () => encodeClaim(claim())),
    assign: ({ members, topics }) => {
      const partitions = topics.map((topic): [string, number[]] => [
        topic,
        cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
      ]);
      const claims = new Map(
        members.map(({ memberId, memberMetadata }): [string, Claim] => [
          memberId,
          decodeClaim(AssignerProtocol.MemberMetadata.decode(memberMetadata)?.userData ?? Buffer.alloc(0)),
        ]),
      );
      return Promise.resolve(encode(coPartition(claims, Object.fromEntries(partitions))));
    },
  });
}

/** For readers outside of groups: the one member of a group of its own gets exactly these partitions. */
export function everythingToOne(assignment: Readonly<Assignment>): PartitionAssigner {
  return () => ({
    ...protocol('leeway-reader'),
    assign: ({ members }) =>
      Promise.resolve(encode(new Map(members.map(({ memberId }) => [memberId, assignment])))),
  });
}

const VERSION = 0;

function protocol(
  name: string,
  userData: () => Buffer = () => Buffer.alloc(0),
): Pick<Assigner, 'name' | 'version' | 'protocol'> {
  return {
    name,
    version: VERSION,
    protocol: ({ topics }) => ({
      name,
      metadata: AssignerProtocol.MemberMetadata.encode({
        version: VERSION,
        topics,
        userData: userData(),
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
