/**
 * The members of one group in this process share its partitions: partition p belongs to member p mod members, by sorted
 * member id. When a member joins or leaves, all tasks are closed first (running work finishes) and then opened by their
 * new owners, one change at a time.
 */
import { LogError } from '../errors.js';
import type { SubscribeOptions, Subscription } from '../port.js';
import { TaskRunner, type TaskRunnerContext } from './task-runner.js';

interface Member {
  readonly id: number;
  readonly options: SubscribeOptions;
  runners: TaskRunner[];
  failed: boolean;
}

export class ConsumerGroup {
  readonly #context: TaskRunnerContext;
  readonly #name: string;
  #members: Member[] = [];
  #nextId = 0;
  /** The changes of membership, one after the other. */
  #changes: Promise<void> = Promise.resolve();

  constructor(context: TaskRunnerContext, name: string) {
    this.#context = context;
    this.#name = name;
  }

  /** Resolves once the member has its tasks; they are being opened then. */
  async join(options: SubscribeOptions): Promise<Subscription> {
    this.#partitionsOf(options.topics);
    const member: Member = { id: this.#nextId++, options, runners: [], failed: false };
    await this.#change(() => {
      this.#checkTopics(options.topics);
      this.#members.push(member);
    });
    return { close: () => this.#leave(member) };
  }

  async close(): Promise<void> {
    await this.#change(() => {
      this.#members = [];
    });
  }

  async #leave(member: Member): Promise<void> {
    if (!this.#members.includes(member)) return this.#changes;
    await this.#change(() => {
      this.#members = this.#members.filter((other) => other !== member);
    });
  }

  #change(edit: () => void): Promise<void> {
    const change = this.#changes.then(() => this.#apply(edit));
    // A refused member must not block the changes after it; its own caller hears of the refusal.
    this.#changes = change.catch(() => undefined);
    return change;
  }

  async #apply(edit: () => void): Promise<void> {
    const before = this.#members;
    await Promise.all(before.flatMap((member) => member.runners.map((runner) => runner.close())));
    for (const member of before) member.runners = [];
    try {
      edit();
    } finally {
      this.#assign();
    }
  }

  #assign(): void {
    const members = [...this.#members].sort((a, b) => a.id - b.id);
    const [first] = members;
    if (first === undefined) return;
    const partitions = this.#partitionsOf(first.options.topics);
    for (let partition = 0; partition < partitions; partition++) {
      const member = members[partition % members.length] ?? first;
      const onFatal = (error: Error): void => this.#fail(member, error);
      member.runners.push(new TaskRunner(this.#context, member.options, partition, onFatal));
    }
  }

  /** A member that cannot go on leaves, so that the others take its partitions, and its owner hears why, once. */
  #fail(member: Member, error: Error): void {
    // Of several tasks that fail at once the first is told; they share their cause or are told after the restart.
    if (member.failed) return;
    member.failed = true;
    // The runner that failed waits for nothing here: leaving closes it, and it is done when this returns.
    void this.#leave(member).then(() => member.options.onFatal(error));
  }

  #checkTopics(topics: readonly string[]): void {
    const have = this.#members[0]?.options.topics;
    if (have === undefined || JSON.stringify([...have].sort()) === JSON.stringify([...topics].sort())) return;
    throw new LogError(
      'topic-mismatch',
      `group ${this.#name} consumes ${have.join(', ')}, and a new member wants ${topics.join(', ')}; ` +
        'members of a group consume the same topics: give the other subscription a group of its own',
    );
  }

  #partitionsOf(topics: readonly string[]): number {
    const counts = topics.map((topic) => this.#context.ledger.topic(topic).partitions);
    const [count] = counts;
    if (count === undefined) throw new TypeError(`group ${this.#name} subscribes to no topic`);
    if (counts.some((other) => other !== count)) {
      const found = topics.map((topic, i) => `${topic} has ${counts[i] ?? 0}`).join(', ');
      throw new LogError(
        'topic-mismatch',
        `group ${this.#name}: co-partitioned topics need the same number of partitions, but ${found}; ` +
          'create them anew with equal counts',
      );
    }
    return count;
  }
}
