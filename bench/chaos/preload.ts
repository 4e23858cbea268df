/**
 * Loaded before Leeway's own command line in the processes of a chaos run (`node --import`): puts the named steps of
 * `failpoint.ts` around the adapters, and feeds the load into an embedded log. Leeway itself knows nothing of it.
 */
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { Draft } from '../../src/log/embedded/draft.js';
import { EmbeddedLog } from '../../src/log/embedded/embedded-log.js';
import { EmbeddedTask } from '../../src/log/embedded/task.js';
import { KafkaConnection } from '../../src/log/kafka/connection.js';
import { FencedProducer } from '../../src/log/kafka/fenced-producer.js';
import { GroupMember } from '../../src/log/kafka/group-member.js';
import type { SubscribeOptions, Task } from '../../src/log/port.js';
import { Failpoints, type Step } from './failpoint.js';
import { Feeder } from './feeder.js';
import { makeLoad } from './load.js';
import { PRELOAD_VARIABLE, type Order, type PreloadOptions, type Report } from './messages.js';

const options = JSON.parse(process.env[PRELOAD_VARIABLE] ?? 'null') as PreloadOptions;
const failpoints = new Failpoints((signal) => process.kill(process.pid, signal));
failpoints.arm(options.failpoint);
let feeder: Promise<Feeder> | undefined;
let target = 0;

process.on('message', (order: Order) => {
  if (order.kind === 'arm') failpoints.arm(order.failpoint);
  else {
    target = order.target;
    void feeder?.then((one) => one.aimAt(target));
  }
});
// The driver's end of the channel must not keep a process from ending by itself.
process.channel?.unref();

function report(message: Report): void {
  if (process.connected) process.send?.(message);
}

/** `leeway-profiler`, or a transactional id such as `PREFIXleeway-profiler-3`. */
function stageOf(name: string): string | null {
  return /leeway-(profiler|evaluator|trainer|sink)/.exec(name)?.[1] ?? null;
}

/** Puts a method around another one of the same name. */
function wrap<T extends object, K extends keyof T>(target: T, name: K, around: (method: T[K]) => T[K]): void {
  target[name] = around(target[name]);
}

function watched(subscription: SubscribeOptions): SubscribeOptions {
  const stage = stageOf(subscription.group);
  return {
    ...subscription,
    open: async (task) => {
      failpoints.hit('restore', stage);
      const handler = await subscription.open(watchedTask(task, stage));
      failpoints.hit('restored', stage);
      return {
        ...handler,
        process: (records, unread) => {
          failpoints.hit('fetch', stage);
          return handler.process(records, unread);
        },
      };
    },
  };
}

function watchedTask(task: Task, stage: string | null): Task {
  const { group, partition, topics, committed } = task;
  return {
    group,
    partition,
    topics,
    committed,
    commit: async (commit) => {
      failpoints.hit('process', stage);
      await task.commit(commit);
      failpoints.hit('committed', stage);
    },
  };
}

/** Kafka: the steps of a task, and inside of its transactions. */
function watchKafka(): void {
  const join = GroupMember.join.bind(GroupMember);
  GroupMember.join = (connection, catalog, subscription) => join(connection, catalog, watched(subscription));
  const open = FencedProducer.open.bind(FencedProducer);
  FencedProducer.open = async (connection, catalog, id) => {
    failpoints.hit('init', stageOf(id));
    const producer = await open(connection, catalog, id);
    failpoints.hit('fenced', stageOf(id));
    return producer;
  };
  wrap(
    KafkaConnection.prototype,
    'transactional',
    (transactional) =>
      function (this: KafkaConnection, id) {
        Object.assign(this.settings, { transactionTimeoutMs: options.transactionTimeoutMs });
        const producer = transactional.call(this, id);
        const begin = producer.transaction.bind(producer);
        const after = <A extends unknown[], R>(step: Step, call: (...args: A) => Promise<R>) => {
          return async (...args: A): Promise<R> => {
            const result = await call(...args);
            failpoints.hit(step, stageOf(id));
            return result;
          };
        };
        producer.transaction = async () => {
          const transaction = await begin();
          transaction.sendBatch = after('sent', transaction.sendBatch.bind(transaction));
          transaction.sendOffsets = after('offsets', transaction.sendOffsets.bind(transaction));
          transaction.commit = after('ended', transaction.commit.bind(transaction));
          return transaction;
        };
        return producer;
      },
  );
  wrap(
    KafkaConnection.prototype,
    'consumer',
    (consumer) =>
      function (this: KafkaConnection, ...args) {
        Object.assign(this.settings, { sessionTimeoutMs: options.sessionTimeoutMs });
        return consumer.apply(this, args);
      },
  );
}

/** Embedded: the steps of a task and of the one writer; and the load, once the topics are there. */
function watchEmbedded(): void {
  const open = EmbeddedTask.open.bind(EmbeddedTask);
  EmbeddedTask.open = (commits, ledger, group, partition, topics) => {
    failpoints.hit('init', stageOf(group));
    return open(commits, ledger, group, partition, topics);
  };
  wrap(
    Draft.prototype,
    'write',
    (write) =>
      async function (this: Draft, store, arena) {
        failpoints.hit('write', null);
        await write.call(this, store, arena);
        failpoints.hit('flush', null);
      },
  );
  wrap(
    EmbeddedLog.prototype,
    'subscribe',
    (subscribe) =>
      function (this: EmbeddedLog, subscription) {
        feeder ??= feedInto(this);
        return subscribe.call(this, watched(subscription));
      },
  );
  wrap(
    EmbeddedLog.prototype,
    'close',
    (close) =>
      async function (this: EmbeddedLog) {
        await (await feeder)?.close();
        await close.call(this);
      },
  );
}

async function feedInto(log: EmbeddedLog): Promise<Feeder> {
  if (options.feed === null) throw new Error('no load was named: LEEWAY_CHAOS has no feed');
  const { load, leadMs } = options.feed;
  const one = await Feeder.open({
    log,
    load: makeLoad(load),
    leadMs,
    onProgress: (progress) => report({ kind: 'progress', ...progress }),
  });
  one.aimAt(target);
  // A disk that is full is one of the faults: it is tried again until there is room.
  const begin = (): void =>
    one.start((error) => {
      report({ kind: 'feeder-failed', message: error instanceof Error ? error.message : String(error) });
      setTimeout(begin, 500).unref();
    });
  begin();
  return one;
}

/** Snapshots are written by the calls of `node:fs/promises`: half, whole, and under their final name. */
function watchFiles(): void {
  const { writeFile, rename } = fs;
  const stageOfFile = (path: string): string | null => /([a-z]+)-\d+\.snapshot/.exec(path)?.[1] ?? null;
  fs.writeFile = async (...args: Parameters<typeof writeFile>) => {
    const [path, data] = args;
    if (typeof path !== 'string' || !path.endsWith('.snapshot.next') || !Buffer.isBuffer(data))
      return writeFile(...args);
    await writeFile(path, data.subarray(0, data.length >> 1));
    failpoints.hit('local-half', stageOfFile(path));
    await writeFile(...args);
    failpoints.hit('local-write', stageOfFile(path));
  };
  fs.rename = async (from, to) => {
    await rename(from, to);
    if (typeof to === 'string' && to.endsWith('.snapshot')) failpoints.hit('local-done', stageOfFile(to));
  };
  syncBuiltinESMExports();
}

watchKafka();
watchEmbedded();
watchFiles();
