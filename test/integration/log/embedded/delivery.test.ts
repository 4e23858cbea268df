/** What the embedded log promises beyond the contract: exact counts, and memory that stays what it was. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord, NewRecord, Offset } from '../../../../src/log/port.js';
import { commitBatch, consume } from '../../../contract/event-log/consumer.js';
import {
  eventually,
  failureOf,
  numbered,
  readAll,
  record,
  spec,
  texts,
} from '../../../contract/event-log/fixture.js';
import { temporaryLog } from './temporary-log.js';

describe('the embedded log', () => {
  it('counts unread records exactly', async () => {
    const { log } = await temporaryLog();
    await log.ensureTopics([spec('a'), spec('b')]);
    await log.append([...numbered('a', 25), ...numbered('b', 15)]);
    const consumer = await consume(log, {
      group: 'g',
      topics: ['a', 'b'],
      maxBatchRecords: 10,
      prefer: (topics) => topics[0] ?? '',
    });
    await eventually('all', () => consumer.delivered().length === 40);
    await consumer.close();
    expect(consumer.batches.map(({ topic, unread }) => [topic, unread['a'], unread['b']])).toEqual([
      ['a', 15, 15],
      ['a', 5, 15],
      ['a', 0, 15],
      ['b', 0, 5],
      ['b', 0, 0],
    ]);
  });

  it('leaves the event loop room between batches that never wait', async () => {
    const { log } = await temporaryLog();
    await log.ensureTopics([spec('t')]);
    await log.append(numbered('t', 50));
    let turns = 0;
    const turnsAtBatch: number[] = [];
    const count = (): void => {
      turns++;
      if (turnsAtBatch.length < 50) setImmediate(count);
    };
    setImmediate(count);
    const consumer = await consume(log, {
      group: 'g',
      topics: ['t'],
      maxBatchRecords: 1,
      process: () => {
        turnsAtBatch.push(turns);
        return Promise.resolve();
      },
    });
    await eventually('all', () => turnsAtBatch.length === 50);
    await consumer.close();
    expect(new Set(turnsAtBatch).size).toBe(50);
  });

  it('hands out values that later reads and writes do not change', async () => {
    const { log } = await temporaryLog();
    await log.ensureTopics([spec('t', { maxRecordBytes: 200_000 })]);
    const sizes = [1, 100, 4_000, 33_000, 150_000];
    const value = (i: number): Buffer => Buffer.alloc(sizes[i % sizes.length] ?? 1, i + 1);
    for (let i = 0; i < 50; i++) await log.append([{ topic: 't', key: null, value: value(i) }]);
    const kept = await readAll(log, 't');
    for (let i = 0; i < 50; i++) {
      await log.append([{ topic: 't', key: null, value: Buffer.alloc(50_000, 255) }]);
      await readAll(log, 't');
    }
    expect(kept.map((r) => r.value?.equals(value(r.offset)))).toEqual(kept.map(() => true));
  });

  it('makes one transaction of appends that wait together, and refuses only the bad ones among them', async () => {
    const { log } = await temporaryLog({ clock: () => 42 });
    await log.ensureTopics([spec('t', { maxRecordBytes: 100 })]);
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, i) =>
        log.append([record('t', 'k', `${i}`), ...(i % 10 === 3 ? [record('t', 'k', 'x'.repeat(200))] : [])]),
      ),
    );
    expect(results.filter((r) => r.status === 'rejected')).toHaveLength(10);
    expect(texts(await readAll(log, 't'))).toEqual(
      Array.from({ length: 100 }, (_, i) => i)
        .filter((i) => i % 10 !== 3)
        .map(String),
    );
  });

  it('never lets append times go back', async () => {
    let now = 1_000;
    const { log, reopen } = await temporaryLog({ clock: () => now });
    await log.ensureTopics([spec('t')]);
    await log.append([record('t', 'k', 'a')]);
    now = 10;
    await log.append([record('t', 'k', 'b')]);
    const again = await reopen();
    await again.append([record('t', 'k', 'c')]);
    now = 2_000;
    await again.append([record('t', 'k', 'd')]);
    expect((await readAll(again, 't')).map((r) => r.appendedAt)).toEqual([1_000, 1_000, 1_000, 2_000]);
  });

  it('goes on after a restart where the group stopped, and keeps its epochs', async () => {
    const { log, reopen } = await temporaryLog();
    await log.ensureTopics([spec('in'), spec('out')]);
    await log.append(numbered('in', 10));
    const old = await log.writer('w');
    const first = await consume(log, {
      group: 'g',
      topics: ['in'],
      maxBatchRecords: 4,
      process: async (batch) => {
        if (batch.records[0]?.offset === 4) throw new Error('crash');
        await commitBatch(batch, [record('out', 'k', 'committed')]);
      },
    });
    await eventually('the crash', () => first.fatal.length > 0);
    const again = await reopen();
    expect(await failureOf(old.commit([record('out', 'k', 'zombie')]))).toBeInstanceOf(Error);
    const second = await consume(again, { group: 'g', topics: ['in'] });
    await eventually('the rest', () => second.delivered().length >= 6);
    await second.close();
    expect(texts(second.delivered())).toEqual(['4', '5', '6', '7', '8', '9']);
    expect(texts(await readAll(again, 'out'))).toEqual(['committed']);
  });

  it('refuses everything once it is closed', async () => {
    const { log } = await temporaryLog();
    await log.ensureTopics([spec('t')]);
    await log.append([record('t', 'k', 'v')]);
    const { first, next } = await log.range('t', 0);
    await log.close();
    for (const call of [
      () => log.append([record('t', 'k', 'v')]),
      () => log.read('t', 0, first, next, () => undefined),
      () => log.writer('w'),
      () => log.follow(['t'], 'first', () => undefined),
      () =>
        log.subscribe({
          group: 'g',
          topics: ['t'],
          produces: [],
          open: () => Promise.reject(new Error()),
          onFatal: () => {},
        }),
    ]) {
      expect(String(await failureOf(call()))).toMatch(/closed/);
    }
  });

  it('refuses members of one group that want other topics, or topics that are not co-partitioned', async () => {
    const { log } = await temporaryLog();
    await log.ensureTopics([spec('a'), spec('b'), spec('wide', { partitions: 3 })]);
    const consumer = await consume(log, { group: 'g', topics: ['a'] });
    expect(await failureOf(consume(log, { group: 'g', topics: ['b'] }))).toMatchObject({
      code: 'topic-mismatch',
    });
    const error = await failureOf(consume(log, { group: 'h', topics: ['a', 'wide'] }));
    expect(error).toMatchObject({ code: 'topic-mismatch' });
    expect((error as Error).message).toMatch(/a has 1, wide has 3/);
    await log.append([record('a', 'k', 'still served')]);
    await eventually('the member that stayed', () => consumer.delivered().length === 1);
    await consumer.close();
  });

  it('reads any range as a list of what was appended would', async () => {
    const { log } = await temporaryLog();
    await log.ensureTopics([spec('t')]);
    const model: string[] = [];
    const step = fc.array(fc.string({ maxLength: 20 }), { minLength: 1, maxLength: 30 });
    const range = fc.tuple(fc.nat(200), fc.nat(200));
    await fc.assert(
      fc.asyncProperty(step, range, async (values, [from, length]) => {
        const records: NewRecord[] = values.map((value) => record('t', null, value));
        await log.append(records);
        model.push(...values);
        const found: LogRecord[] = [];
        const start = Math.min(from, model.length);
        await log.read(
          't',
          0,
          start as Offset,
          (start + length) as Offset,
          (page) => void found.push(...page),
        );
        expect(texts(found)).toEqual(model.slice(start, start + length));
        expect(found.map((r) => r.offset)).toEqual(found.map((_, i) => start + i));
      }),
      { numRuns: 60 },
    );
  });
});
