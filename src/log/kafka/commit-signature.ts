/**
 * What stands beside each offset that a stage commits: the offset again, and the last commit of the task that has appended
 * records. Kafka's tools move offsets too, and write nothing there: so a committed offset without it is one that somebody
 * else has put there, and records before it may never have been read.
 */
export interface CommitSignature {
  readonly offset: number;
  /** Null: none has appended anything yet, or the offset was committed before commits had names. */
  readonly commit: string | null;
}

export function signatureText({ offset, commit }: CommitSignature): string {
  return commit === null ? `leeway ${offset}` : `leeway ${offset} ${commit}`;
}

/** Null where it is none of ours. */
export function readSignature(metadata: string | null): CommitSignature | null {
  const found = /^leeway (\d+)(?: (\S+))?$/.exec(metadata ?? '');
  return found === null ? null : { offset: Number(found[1]), commit: found[2] ?? null };
}
