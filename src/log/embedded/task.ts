/** A fenced task on the embedded log: its epoch is written when it is opened, and each commit proves that it still holds. */
import { LogError } from '../errors.js';
import type { Commit, NewRecord, Offset, Task } from '../port.js';
import type { Draft } from './draft.js';
import type { GroupCommit } from './group-commit.js';
import { offsetName, taskName, type Ledger } from './ledger.js';

/** Raises the epoch under a name and returns the new one: whoever holds an older one is fenced from then on. */
export async function raiseEpoch(commits: GroupCommit, name: string): Promise<number> {
  let epoch = 0;
  await commits.run((draft) => {
    epoch = (draft.epochs.get(name) ?? 0) + 1;
    draft.epochs.set(name, epoch);
  }, false);
  return epoch;
}

export function checkEpoch(draft: Draft, name: string, epoch: number, who: string): void {
  const current = draft.epochs.get(name);
  if (current === epoch) return;
  throw new LogError(
    'task-lost',
    `${who} was taken over: it holds epoch ${epoch} and the log is at ${current ?? 'none'}; give up its state and open it anew`,
  );
}

export class EmbeddedTask implements Task {
  readonly group: string;
  readonly partition: number;
  readonly topics: readonly string[];
  readonly committed: Readonly<Record<string, Offset>>;
  readonly #commits: GroupCommit;
  readonly #epoch: number;
  #failure: Error | undefined;
  #closed = false;

  private constructor(
    commits: GroupCommit,
    ledger: Ledger,
    group: string,
    partition: number,
    topics: readonly string[],
    epoch: number,
  ) {
    this.#commits = commits;
    this.#epoch = epoch;
    this.group = group;
    this.partition = partition;
    this.topics = topics;
    this.committed = Object.fromEntries(
      topics.map((topic) => {
        const { first } = ledger.extent(topic, partition);
        return [topic, (ledger.committed(group, topic, partition) ?? first) as Offset];
      }),
    );
  }

  /** Fences every earlier task of the same group and partition, then reads the committed offsets. */
  static async open(
    commits: GroupCommit,
    ledger: Ledger,
    group: string,
    partition: number,
    topics: readonly string[],
  ): Promise<EmbeddedTask> {
    const epoch = await raiseEpoch(commits, taskName(group, partition));
    return new EmbeddedTask(commits, ledger, group, partition, topics, epoch);
  }

  /** The error of a commit: the task is lost by it, even where the handler has caught it. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  async commit({ consumed, produced }: Commit): Promise<void> {
    try {
      await this.#commits.run((draft) => this.#stage(draft, consumed, produced), false);
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  /** Refuses commits from now on. */
  close(): void {
    this.#closed = true;
  }

  #stage(draft: Draft, consumed: Readonly<Record<string, Offset>>, produced: readonly NewRecord[]): void {
    const who = `the task of group ${this.group}, partition ${this.partition}`;
    if (this.#closed || this.#failure !== undefined) {
      throw new LogError('task-lost', `${who} is closed; open it anew`);
    }
    checkEpoch(draft, taskName(this.group, this.partition), this.#epoch, who);
    for (const [topic, offset] of Object.entries(consumed)) this.#checkConsumed(draft, topic, offset);
    const checked = draft.check(produced);
    draft.append(checked);
    for (const [topic, offset] of Object.entries(consumed)) {
      draft.offsets.set(offsetName(this.group, topic, this.partition), offset);
    }
  }

  #checkConsumed(draft: Draft, topic: string, offset: Offset): void {
    const committed = this.committed[topic];
    if (committed === undefined) {
      throw new TypeError(
        `group ${this.group} does not consume topic ${topic}: it cannot commit an offset of it`,
      );
    }
    const from = draft.offsets.get(offsetName(this.group, topic, this.partition)) ?? committed;
    const next = draft.next(topic, this.partition);
    if (Number.isSafeInteger(offset) && offset >= from && offset <= next) return;
    throw new LogError(
      'offset-gap',
      `group ${this.group}, topic ${topic}, partition ${this.partition}: offset ${offset} cannot be committed, only ` +
        `${from} (what is committed) to ${next} (the end of the log) can; the consumer has lost its place: restart it`,
    );
  }
}
