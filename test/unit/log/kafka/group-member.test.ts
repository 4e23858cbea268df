import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KafkaConnection } from '../../../../src/log/kafka/connection.js';
import { GroupMember } from '../../../../src/log/kafka/group-member.js';
import type { TopicCatalog } from '../../../../src/log/kafka/topic-catalog.js';

/** kafkajs's consumer as far as a member sees it: events can be made to happen. */
class Consumer {
  readonly events = Object.fromEntries(
    ['GROUP_JOIN', 'CRASH', 'HEARTBEAT', 'FETCH_START', 'START_BATCH_PROCESS'].map((name) => [name, name]),
  );
  readonly #listeners = new Map<string, (event: unknown) => void>();
  runs = 0;
  disconnected = false;

  on(name: string, listener: (event: unknown) => void): void {
    this.#listeners.set(name, listener);
  }

  crash(error: Error, restart: boolean): void {
    this.#listeners.get('CRASH')?.({ payload: { error, restart } });
  }

  connect = async (): Promise<void> => {};
  subscribe = async (): Promise<void> => {};
  run = async (): Promise<void> => {
    this.runs++;
  };
  disconnect = async (): Promise<void> => {
    this.disconnected = true;
  };
}

const away = Object.assign(new Error('Failed to find group coordinator'), {
  name: 'KafkaJSGroupCoordinatorNotFound',
});

async function member() {
  const consumer = new Consumer();
  const fatal: Error[] = [];
  const connection = { name: (topic: string) => topic, consumer: () => consumer, settings: {} };
  const catalog = { load: async () => undefined, facts: () => ({ partitions: 1 }) };
  const joined = await GroupMember.join(
    connection as unknown as KafkaConnection,
    catalog as unknown as TopicCatalog,
    { group: 'g', topics: ['t'], onFatal: (error: Error) => fatal.push(error) } as never,
  );
  return { consumer, fatal, joined };
}

describe('a member of a group', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('joins again, as often as it takes, while no broker says where the coordinator is', async () => {
    const { consumer, fatal } = await member();
    for (let attempt = 2; attempt < 5; attempt++) {
      consumer.crash(new Error('gave up', { cause: away }), false);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(consumer.runs).toBe(attempt);
    }
    expect(fatal).toEqual([]);
  });

  it('leaves restarts to kafkajs where that makes them', async () => {
    const { consumer, fatal } = await member();
    consumer.crash(away, true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(consumer.runs).toBe(1);
    expect(fatal).toEqual([]);
  });

  it('does not join again once it has been closed', async () => {
    const { consumer, joined } = await member();
    consumer.crash(away, false);
    await joined.close();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(consumer.runs).toBe(1);
    expect(consumer.disconnected).toBe(true);
  });

  it('ends with any other crash, and says why', async () => {
    const { consumer, fatal } = await member();
    consumer.crash(new Error('the cluster is of stone'), false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(consumer.runs).toBe(1);
    expect(fatal.map(({ message }) => message)).toEqual([
      'the consumer of group g has ended: the cluster is of stone',
    ]);
  });
});
