import type { Consumer, ConsumerCrashEvent, ConsumerGroupJoinEvent, EachBatchPayload } from 'kafkajs';

import { LogError } from '../errors.js';
import type { SubscribeOptions, Subscription } from '../port.js';
import { coPartitioned } from './assigner.js';
import { Assignment, type Member } from './assignment.js';
import { checkCoPartitioned } from './co-partitioned.js';
import type { KafkaConnection } from './connection.js';
import { FetchRounds } from './fetch-rounds.js';
import { fetchedOffset, recordsOf, type BatchEvent } from './fetched/fetched-batch.js';
import { whileBeating } from './heartbeat.js';
import { isCoordinatorAway, messageOf, toLogError } from './kafka-errors.js';
import type { TopicCatalog } from './topic-catalog.js';

/** Between two attempts to join while no broker answers. */
const RESTART_MS = 250;

/**
 * A member of a consumer group. kafkajs decides who holds which partition and fetches; everything about tasks is in
 * `Assignment`. Rebalances are eager: each generation closes all tasks and opens those that the member has been given.
 */
export class GroupMember implements Subscription {
  readonly #connection: KafkaConnection;
  readonly #catalog: TopicCatalog;
  readonly #options: SubscribeOptions;
  readonly #consumer: Consumer;
  readonly #rounds = new FetchRounds();
  #assignments = new Map<number, Assignment>();
  /** By partition: when the assignments of earlier generations are closed. */
  readonly #closing = new Map<number, Promise<void>>();
  #confirmations: (() => void)[] = [];
  /** What this member was given last, and in which generation: what it asks for when it joins again. */
  #held: readonly number[] = [];
  #generation = -1;
  #ending: Promise<void> | undefined;
  #restart: NodeJS.Timeout | undefined;

  private constructor(connection: KafkaConnection, catalog: TopicCatalog, options: SubscribeOptions) {
    this.#connection = connection;
    this.#catalog = catalog;
    this.#options = options;
    this.#consumer = connection.consumer(
      connection.name(options.group),
      coPartitioned(() => ({ generation: this.#generation, partitions: this.#held })),
      () => this.#ending === undefined,
    );
  }

  /** Joins the group; resolves when it has taken part in a first assignment. */
  static async join(
    connection: KafkaConnection,
    catalog: TopicCatalog,
    options: SubscribeOptions,
  ): Promise<GroupMember> {
    await catalog.load(options.topics);
    checkCoPartitioned(catalog, options);
    const member = new GroupMember(connection, catalog, options);
    try {
      await member.#run();
      return member;
    } catch (error) {
      await member.close();
      throw toLogError(error, `joining group ${connection.name(options.group)}`);
    }
  }

  async #run(): Promise<void> {
    const consumer = this.#consumer;
    consumer.on(consumer.events.GROUP_JOIN, (event) => this.#assigned(event));
    consumer.on(consumer.events.CRASH, (event) => this.#crashed(event));
    consumer.on(consumer.events.HEARTBEAT, (event) => {
      this.#generation = event.payload.groupGenerationId;
      this.#confirm();
    });
    consumer.on(consumer.events.FETCH_START, (event) => this.#rounds.started(String(event.payload.nodeId)));
    consumer.on(consumer.events.START_BATCH_PROCESS, (event) => this.#skipped(event.payload));
    await consumer.connect();
    const { topics } = this.#options;
    await consumer.subscribe({
      topics: topics.map((topic) => this.#connection.name(topic)),
      fromBeginning: true,
    });
    await this.#consume();
  }

  async #consume(): Promise<void> {
    const { topics } = this.#options;
    const lanes = topics.reduce((sum, topic) => sum + this.#catalog.facts(topic).partitions, 0);
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // All of them: a batch that waits for its task must not keep another task's from starting.
      partitionsConsumedConcurrently: lanes,
      eachBatch: (payload) => this.#batch(payload),
    });
  }

  /** kafkajs does not wait for listeners: pause first, then open the tasks in peace. */
  #assigned(event: ConsumerGroupJoinEvent): void {
    const { memberAssignment } = event.payload;
    const names = this.#options.topics.map((topic) => this.#connection.name(topic));
    for (const topic of names) this.#consumer.pause([{ topic, partitions: memberAssignment[topic] ?? [] }]);
    this.#closeAssignments();
    this.#rounds.reset();
    if (this.#ending !== undefined) return;
    // The assigner gives the same partitions of every topic; one of another version of this software might not.
    const held = (memberAssignment[names[0] ?? ''] ?? []).filter((partition) =>
      names.every((name) => memberAssignment[name]?.includes(partition) === true),
    );
    this.#held = held;
    // The group has gone on by one at least; the next heartbeat says by how many.
    this.#generation++;
    for (const partition of held) {
      const assignment = new Assignment(
        partition,
        this.#connection,
        this.#catalog,
        this.#options,
        this.#at(partition),
      );
      this.#assignments.set(partition, assignment);
      assignment.start(this.#closing.get(partition) ?? Promise.resolve());
    }
  }

  #closeAssignments(): void {
    for (const [partition, assignment] of this.#assignments) {
      const before = this.#closing.get(partition) ?? Promise.resolve();
      this.#closing.set(
        partition,
        Promise.all([before, assignment.close()]).then(() => undefined),
      );
    }
    this.#assignments = new Map();
  }

  async #batch(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const assignment = this.#assignments.get(batch.partition);
    const topic = this.#connection.plain(batch.topic);
    const expected = assignment?.nextFetch(topic);
    if (assignment === undefined || expected === undefined || !payload.isRunning() || payload.isStale())
      return;
    const from = fetchedOffset(batch);
    // Fetched before the task was reopened further on or further back: it comes again.
    if (from < expected) return;
    if (from > expected) {
      // kafkajs resets an offset that is out of range to the first one and goes on: records were lost in between.
      this.fatal(
        new LogError(
          'offset-gap',
          `${batch.topic}[${batch.partition}]: retention has deleted records from offset ${expected} to ${from} before group ` +
            `${this.#connection.name(this.#options.group)} has read them; lengthen retention.ms or add members`,
        ),
      );
      return;
    }
    const records = recordsOf(batch, topic);
    const end = Number(batch.lastOffset()) + 1;
    const outcome = await whileBeating(
      assignment.offer(topic, records, end, Number(batch.highWatermark)),
      () => payload.heartbeat(),
      this.#connection.settings.heartbeatIntervalMs,
      () => assignment.stop(),
    );
    const last = records.at(-1);
    // Resolving the last record resolves the transaction marker behind it too.
    if (outcome === 'done' && last !== undefined) payload.resolveOffset(String(last.offset));
  }

  #skipped(event: BatchEvent): void {
    if (event.batchSize > 0 || event.lastOffset === null) return;
    const topic = this.#connection.plain(event.topic);
    this.#assignments
      .get(event.partition)
      ?.skipped(topic, Number(event.lastOffset) + 1, Number(event.highWatermark));
  }

  #crashed(event: ConsumerCrashEvent): void {
    const { error, restart } = event.payload;
    if (restart || this.#ending !== undefined) return;
    if (isCoordinatorAway(error)) {
      this.#restartLater();
      return;
    }
    const group = this.#connection.name(this.#options.group);
    this.fatal(toLogError(error, `the consumer of group ${group} has ended`));
  }

  /** As kafkajs does after a crash that it takes for passing: it has let go of everything by now. */
  #restartLater(): void {
    this.#restart = setTimeout(() => {
      if (this.#ending !== undefined) return;
      this.#consume().catch((error: unknown) => {
        this.fatal(toLogError(error, `group ${this.#connection.name(this.#options.group)}`));
      });
    }, RESTART_MS);
  }

  #confirm(): void {
    const waiting = this.#confirmations;
    this.#confirmations = [];
    for (const resolve of waiting) resolve();
  }

  /** The member as one partition's assignment sees it. */
  #at(partition: number): Member {
    return {
      pause: (topic) => {
        const partitions = [{ topic: this.#connection.name(topic), partitions: [partition] }];
        this.#whileRunning(() => this.#consumer.pause(partitions));
      },
      resumeAt: (topic, offset) => {
        const name = this.#connection.name(topic);
        this.#whileRunning(() => {
          this.#consumer.seek({ topic: name, partition, offset: String(offset) });
          this.#consumer.resume([{ topic: name, partitions: [partition] }]);
        });
      },
      afterNextFetch: (callback) => this.#rounds.afterNext(callback),
      confirmed: () =>
        new Promise((resolve) => {
          this.#confirmations.push(resolve);
        }),
      fatal: (error) => this.fatal(error),
    };
  }

  /** While kafkajs restarts it has no partitions to pause or to go on with; those that it fetches next are assigned anew. */
  #whileRunning(act: () => void): void {
    if (this.#ending !== undefined) return;
    try {
      act();
    } catch (error) {
      if (!/consumer#run must be called first/.test(messageOf(error))) throw error;
      this.#connection.settings.logger.debug({ error: messageOf(error) }, 'the consumer is not running');
    }
  }

  /** Stops everything, then tells the subscriber. Not awaited by callers, which may be part of what is stopped. */
  fatal(error: Error): void {
    if (this.#ending === undefined) void this.#endWith(error);
  }

  async #endWith(reason: Error): Promise<void> {
    try {
      await this.#end();
    } catch (error) {
      this.#connection.settings.logger.error({ error: messageOf(error) }, 'leaving the group failed');
    }
    this.#options.onFatal(reason);
  }

  close(): Promise<void> {
    return this.#end();
  }

  #end(): Promise<void> {
    this.#ending ??= this.#leave();
    return this.#ending;
  }

  async #leave(): Promise<void> {
    clearTimeout(this.#restart);
    this.#closeAssignments();
    this.#rounds.reset();
    this.#confirm();
    await Promise.all(this.#closing.values());
    await this.#consumer.disconnect();
  }
}
