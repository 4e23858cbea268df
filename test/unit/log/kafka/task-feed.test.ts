import { describe, expect, it } from 'vitest';

import { TaskFeed, type FetchControl } from '../../../../src/log/kafka/task-feed.js';
import { toOffset, type LogRecord } from '../../../../src/log/port.js';

const records = (topic: string, from: number, count: number): LogRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    topic,
    partition: 0,
    offset: toOffset(from + i),
    key: null,
    value: null,
    headers: {},
    appendedAt: 0,
  }));

interface Seen {
  readonly calls: string[];
  readonly unread: Readonly<Record<string, number>>[];
  readonly control: string[];
  readonly errors: unknown[];
  readonly feed: TaskFeed;
  /** What the consumer does once it has fetched everything again. */
  readonly fetched: () => void;
}

function feedOf(
  prefer: ((topics: readonly string[]) => string) | undefined,
  marks: Readonly<Record<string, number>>,
  process: (call: string) => Promise<void> = () => Promise.resolve(),
  together = false,
): Seen {
  const calls: string[] = [];
  const unread: Readonly<Record<string, number>>[] = [];
  const control: string[] = [];
  const errors: unknown[] = [];
  let waiting: (() => void)[] = [];
  const fetchControl: FetchControl = {
    pause: (topic) => control.push(`pause ${topic}`),
    resumeAt: (topic, offset) => control.push(`resume ${topic} at ${offset}`),
    afterNextFetch: (callback) => waiting.push(callback),
  };
  const feed = new TaskFeed(
    new Map(
      Object.entries(marks).map(([topic, highWatermark]) => [
        topic,
        { position: toOffset(0), highWatermark: toOffset(highWatermark) },
      ]),
    ),
    {
      positions: {},
      process: async (batch, left) => {
        const topics = [...new Set(batch.map(({ topic }) => topic))];
        const call = topics
          .map((topic) => batch.filter((record) => record.topic === topic))
          .map((own) => `${own[0]?.topic ?? ''}${own[0]?.offset ?? ''}-${own.at(-1)?.offset ?? ''}`)
          .join(' ');
        calls.push(call);
        unread.push(left);
        await process(call);
      },
      ...(prefer === undefined ? {} : { prefer }),
      ...(together && { together }),
      close: () => Promise.resolve(),
    },
    5,
    fetchControl,
    (error) => errors.push(error),
  );
  const fetched = (): void => {
    const due = waiting;
    waiting = [];
    for (const callback of due) callback();
  };
  return { calls, unread, control, errors, feed, fetched };
}

const turns = async (count = 3): Promise<void> => {
  for (let i = 0; i < count; i++) await new Promise(setImmediate);
};
const favour =
  (favourite: string) =>
  (topics: readonly string[]): string =>
    topics.includes(favourite) ? favourite : (topics[0] ?? '');

describe('TaskFeed', () => {
  it('hands out slices in order and tells the consumer when a batch is done', async () => {
    const { feed, calls, unread } = feedOf(undefined, { a: 0 });
    expect(await feed.offer('a', records('a', 0, 12), 13, 20)).toBe('done');
    expect(calls).toEqual(['a0-4', 'a5-9', 'a10-11']);
    expect(unread.map(({ a }) => a)).toEqual([15, 10, 7]);
    expect(feed.nextFetch('a')).toBe(13);
  });

  it('asks the handler among the topics that were fetched together', async () => {
    const { feed, calls } = feedOf(favour('b'), { a: 0, b: 0 });
    await Promise.all([feed.offer('a', records('a', 0, 6), 6, 6), feed.offer('b', records('b', 0, 6), 6, 6)]);
    expect(calls).toEqual(['b0-4', 'b5-5', 'a0-4', 'a5-5']);
  });

  it('gives small batches of several topics to a handler that takes them together, the preferred one first', async () => {
    const { feed, calls, unread } = feedOf(favour('b'), { a: 0, b: 0 }, undefined, true);
    const outcomes = await Promise.all([
      feed.offer('a', records('a', 0, 2), 2, 9),
      feed.offer('b', records('b', 0, 3), 4, 4),
    ]);
    expect(outcomes).toEqual(['done', 'done']);
    expect(calls).toEqual(['b0-2 a0-1']);
    expect(unread).toEqual([{ a: 7, b: 0 }]);
    expect([feed.position('a'), feed.position('b')]).toEqual([2, 4]);
  });

  it('gives a batch that does not fit beside the others by itself', async () => {
    const { feed, calls } = feedOf(favour('b'), { a: 0, b: 0 }, undefined, true);
    await Promise.all([feed.offer('a', records('a', 0, 4), 4, 4), feed.offer('b', records('b', 0, 7), 7, 7)]);
    expect(calls).toEqual(['b0-4', 'b5-6', 'a0-3']);
  });

  it('goes on with a topic that was set aside once it has been given with another', async () => {
    const { feed, calls, control } = feedOf(favour('b'), { a: 0, b: 3 }, undefined, true);
    expect(await feed.offer('a', records('a', 0, 2), 2, 2)).toBe('aside');
    expect(await feed.offer('b', records('b', 0, 3), 3, 3)).toBe('done');
    await turns();
    expect(calls).toEqual(['b0-2 a0-1']);
    expect(control).toEqual(['pause a', 'resume a at 2']);
  });

  it('sets a batch aside while the preferred topic has unread records, and goes on with it later', async () => {
    const { feed, calls, control } = feedOf(favour('b'), { a: 0, b: 3 });
    expect(await feed.offer('a', records('a', 0, 2), 2, 2)).toBe('aside');
    expect(calls).toEqual([]);
    expect(control).toEqual(['pause a']);
    expect(await feed.offer('b', records('b', 0, 3), 3, 3)).toBe('done');
    await turns();
    expect(calls).toEqual(['b0-2', 'a0-1']);
    expect(control).toEqual(['pause a', 'resume a at 2']);
  });

  it('does not wait for ever for records that a high watermark promises', async () => {
    const { feed, calls, fetched } = feedOf(favour('b'), { a: 0, b: 3 });
    expect(await feed.offer('a', records('a', 0, 2), 2, 2)).toBe('aside');
    fetched();
    await turns();
    expect(calls).toEqual(['a0-1']);
  });

  it('stops waiting when the promised records turn out to be transaction markers', async () => {
    const { feed, calls, unread } = feedOf(favour('b'), { a: 0, b: 3 });
    expect(await feed.offer('a', records('a', 0, 2), 2, 2)).toBe('aside');
    feed.skipped('b', 3, 3);
    await turns();
    expect(calls).toEqual(['a0-1']);
    expect(unread).toEqual([{ a: 0, b: 0 }]);
    expect(feed.nextFetch('b')).toBe(3);
  });

  it('stops at an error and drops what is in hand', async () => {
    const failure = new Error('no');
    const { feed, errors, calls } = feedOf(undefined, { a: 0, b: 0 }, () => Promise.reject(failure));
    const outcomes = await Promise.all([
      feed.offer('a', records('a', 0, 6), 6, 6),
      feed.offer('b', records('b', 0, 6), 6, 6),
    ]);
    expect(outcomes).toEqual(['dropped', 'dropped']);
    expect(errors).toEqual([failure]);
    expect(await feed.offer('a', records('a', 0, 6), 6, 6)).toBe('dropped');
    expect(calls).toEqual(['a0-4']);
  });

  it('stopped, lets the running call finish and starts no other', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { feed, calls } = feedOf(undefined, { a: 0 }, () => held);
    const offered = feed.offer('a', records('a', 0, 12), 12, 12);
    await turns();
    const stopped = feed.stop();
    release();
    await stopped;
    expect(await offered).toBe('dropped');
    expect(calls).toEqual(['a0-4']);
  });

  it('never loses a batch that arrives the moment the one before is done', async () => {
    const { feed, calls } = feedOf(undefined, { a: 0 });
    for (let i = 0; i < 200; i++) {
      expect(await feed.offer('a', records('a', i * 5, 5), i * 5 + 5, i * 5 + 5)).toBe('done');
    }
    expect(calls).toHaveLength(200);
  });
});
