/** Who gets which partition, as a pure function of who holds what. */

/** What a member says of itself when it joins. */
export interface Claim {
  /** The generation of the group in which it held them: of two that claim the same partition the later one has it. */
  readonly generation: number;
  readonly partitions: readonly number[];
}

/**
 * Gives every partition to one member: as many to each, give or take one, and as few as possible to another than the one
 * that holds them, since whoever gets a partition first has to build up its state. The same for any order of the members.
 * O(partitions x members).
 */
export function stickyAssignment(
  claims: ReadonlyMap<string, Claim>,
  partitions: readonly number[],
): Map<string, number[]> {
  const members = [...claims.keys()].sort();
  const held = holdings(claims, members, partitions);
  const least = Math.floor(partitions.length / members.length);
  const size = (member: string): number => held.get(member)?.length ?? 0;
  // One more each for those that hold the most: they would have to give the most away.
  const larger = new Set(
    members.toSorted((a, b) => size(b) - size(a)).slice(0, partitions.length - least * members.length),
  );
  const quota = (member: string): number => least + (larger.has(member) ? 1 : 0);
  const result = new Map(
    members.map((member): [string, number[]] => [member, (held.get(member) ?? []).slice(0, quota(member))]),
  );
  const kept = new Set([...result.values()].flat());
  for (const partition of partitions.toSorted(ascending)) {
    if (kept.has(partition)) continue;
    const open = members.filter((member) => (result.get(member)?.length ?? 0) < quota(member));
    const fewest = open.toSorted((a, b) => (result.get(a)?.length ?? 0) - (result.get(b)?.length ?? 0))[0];
    if (fewest !== undefined) result.get(fewest)?.push(partition);
  }
  for (const own of result.values()) own.sort(ascending);
  return result;
}

/** Each partition that exists and is claimed, with the one that has it. */
function holdings(
  claims: ReadonlyMap<string, Claim>,
  members: readonly string[],
  partitions: readonly number[],
): Map<string, number[]> {
  const result = new Map<string, number[]>();
  for (const partition of partitions.toSorted(ascending)) {
    let owner: string | undefined;
    let latest = -Infinity;
    for (const member of members) {
      const claim = claims.get(member);
      if (!claim?.partitions.includes(partition) || claim.generation <= latest) continue;
      [owner, latest] = [member, claim.generation];
    }
    if (owner === undefined) continue;
    const own = result.get(owner) ?? [];
    own.push(partition);
    result.set(owner, own);
  }
  return result;
}

const ascending = (a: number, b: number): number => a - b;

/** Of the bytes of a claim. */
const VERSION = 1;

/** Version, generation, then the partitions: 32 bits each. */
export function encodeClaim({ generation, partitions }: Claim): Buffer {
  const bytes = Buffer.alloc(4 * (2 + partitions.length));
  for (const [i, value] of [VERSION, generation, ...partitions].entries()) bytes.writeInt32BE(value, 4 * i);
  return bytes;
}

/** No claim where there is none that this version can read: then the member gets its partitions as a new one does. */
export function decodeClaim(bytes: Buffer): Claim {
  const none = { generation: -1, partitions: [] };
  if (bytes.length < 8 || bytes.length % 4 !== 0 || bytes.readInt32BE(0) !== VERSION) return none;
  const values = Array.from({ length: bytes.length / 4 - 1 }, (_, i) => bytes.readInt32BE(4 * (i + 1)));
  return { generation: values[0] ?? -1, partitions: values.slice(1) };
}
