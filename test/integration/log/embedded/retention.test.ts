import { describe, expect, it } from 'vitest';
import type { Offset } from '../../../../src/log/port.js';
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

const hour = 3_600_000;

describe('retention of the embedded log', () => {
  it('deletes what is older than the topic keeps, and only that', async () => {
    let now = 0;
    const { log, reopen } = await temporaryLog({ clock: () => now });
    await log.ensureTopics([
      spec('short', { retentionMs: hour }),
      spec('forever'),
      spec('none', { retentionMs: 0 }),
    ]);
    for (now = 0; now < 5 * hour; now += hour) {
      await log.append(
        ['short', 'forever', 'none'].flatMap((topic) => numbered(topic, 10, `${now / hour}h `)),
      );
    }
    await log.retain(4 * hour);
    expect(await log.range('short', 0)).toEqual({ first: 30, next: 50 });
    expect(texts(await readAll(log, 'short'))[0]).toBe('3h 0');
    expect(await log.range('forever', 0)).toEqual({ first: 0, next: 50 });
    // Appended at the very moment: nothing is older than that yet.
    expect(await log.range('none', 0)).toEqual({ first: 40, next: 50 });
    await log.retain(100 * hour);
    expect(await log.range('short', 0)).toEqual({ first: 50, next: 50 });
    await log.append([record('short', 'k', 'after')]);
    const again = await reopen();
    expect(await again.range('short', 0)).toEqual({ first: 50, next: 51 });
    expect(texts(await readAll(again, 'short'))).toEqual(['after']);
    expect(await failureOf(again.read('short', 0, 3 as Offset, 9 as Offset, () => undefined))).toMatchObject({
      code: 'offset-gap',
    });
  });

  it('runs by itself', async () => {
    let now = 0;
    const { log } = await temporaryLog({ clock: () => now, retentionCheckMs: 5 });
    await log.ensureTopics([spec('t', { retentionMs: hour })]);
    await log.append(numbered('t', 3));
    now = 2 * hour;
    await eventually('the records to expire', async () => (await log.range('t', 0)).first === 3);
  });

  it('deletes a long backlog of small blocks', async () => {
    const { log } = await temporaryLog({ clock: () => 0 });
    await log.ensureTopics([spec('t', { retentionMs: hour })]);
    const writer = await log.writer('w');
    for (let i = 0; i < 1_100; i++) await writer.commit([record('t', 'k', String(i))]);
    await log.retain(2 * hour);
    expect(await log.range('t', 0)).toEqual({ first: 1_100, next: 1_100 });
  });

  it('tells a follower that fell behind what it has missed', async () => {
    const errors: unknown[] = [];
    const { log } = await temporaryLog({ clock: () => 0, onBackgroundError: (error) => errors.push(error) });
    await log.ensureTopics([spec('t', { retentionMs: hour })]);
    await log.append(numbered('t', 1));
    let release = (): void => undefined;
    const follower = await log.follow(
      ['t'],
      'first',
      () => new Promise<void>((resolve) => (release = resolve)),
    );
    await log.append(numbered('t', 5));
    await log.retain(2 * hour);
    release();
    await eventually('the error', () => errors.length > 0);
    expect(errors[0]).toMatchObject({ code: 'offset-gap' });
    await follower.close();
  });

  it('makes room in a full log', async () => {
    let now = 0;
    const { log } = await temporaryLog({ clock: () => now, maxBytes: 100_000 });
    await log.ensureTopics([spec('t', { retentionMs: hour })]);
    await log.append([record('t', 'k', 'x'.repeat(60_000))]);
    const error = await failureOf(log.append([record('t', 'k', 'y'.repeat(60_000))]));
    expect(error).toMatchObject({ name: 'LogError', code: 'log-full', handling: 'retry' });
    expect((error as Error).message).toMatch(/retention/);
    await log.append([record('t', 'k', 'small enough')]);
    now = 2 * hour;
    await log.retain(now);
    await log.append([record('t', 'k', 'y'.repeat(60_000))]);
    expect(await log.range('t', 0)).toEqual({ first: 2, next: 3 });
  });
});

describe('compaction of the embedded log', () => {
  it('keeps the latest record of each key at once, over restarts', async () => {
    const { log, reopen } = await temporaryLog();
    await log.ensureTopics([spec('t', { cleanup: 'compact' })]);
    for (let round = 0; round < 3; round++)
      await log.append(['a', 'b'].map((key) => record('t', key, `${round}`)));
    await log.append([record('t', 'b', 'x'), record('t', 'b', 'y')]);
    expect((await readAll(log, 't')).map((r) => [r.key, r.offset])).toEqual([
      ['a', 4],
      ['b', 7],
    ]);
    const again = await reopen();
    await again.append([record('t', 'a', 'new')]);
    expect((await readAll(again, 't')).map((r) => [r.key, r.offset])).toEqual([
      ['b', 7],
      ['a', 8],
    ]);
    expect(await again.range('t', 0)).toEqual({ first: 0, next: 9 });
  });

  it('forgets a tombstone after a day, unless the key came back', async () => {
    let now = 0;
    const { log } = await temporaryLog({ clock: () => now });
    await log.ensureTopics([spec('t', { cleanup: 'compact' })]);
    await log.append(['gone', 'back', 'kept'].map((key) => record('t', key, 'value')));
    await log.append(['gone', 'back'].map((key) => ({ topic: 't', key, value: null })));
    await log.append([record('t', 'back', 'again')]);
    await log.retain(23 * hour);
    expect((await readAll(log, 't')).map((r) => r.key)).toEqual(['kept', 'gone', 'back']);
    now = 25 * hour;
    await log.retain(now);
    expect((await readAll(log, 't')).map((r) => r.key)).toEqual(['kept', 'back']);
    await log.append([record('t', 'gone', 'reborn')]);
    expect(texts(await readAll(log, 't'))).toEqual(['value', 'again', 'reborn']);
  });

  it('forgets many tombstones at once', async () => {
    const { log } = await temporaryLog({ clock: () => 0 });
    await log.ensureTopics([spec('t', { cleanup: 'compact' })]);
    await log.append(Array.from({ length: 2_500 }, (_, i) => ({ topic: 't', key: `k${i}`, value: null })));
    await log.retain(25 * hour);
    expect(await readAll(log, 't')).toEqual([]);
  });

  it('has room again for what it has replaced', async () => {
    const { log } = await temporaryLog({ maxBytes: 100_000 });
    await log.ensureTopics([spec('t', { cleanup: 'compact' })]);
    for (let i = 0; i < 50; i++) await log.append([record('t', 'k', `${i}`.repeat(10_000))]);
    expect(texts(await readAll(log, 't'))).toEqual(['49'.repeat(10_000)]);
  });
});
