import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import {
  alertRecord,
  HOUR,
  JANUARY,
  metricsRecord,
  modelRecord,
  provisionalRecord,
  retrainingRecord,
  statusRecord,
} from '../../unit/server/feed-records.js';
import { startFixture, type Fixture, type FixtureOptions } from './fixture.js';
import { Listener } from './listener.js';

let fixture: Fixture;
const start = async (options?: FixtureOptions): Promise<Fixture> => (fixture = await startFixture(options));
afterEach(() => fixture.close());

const hours = (n: number, from = 0) =>
  Array.from({ length: n }, (_, i) => metricsRecord({ start: JANUARY + (from + i) * HOUR }));

describe('the feed', () => {
  it('sends each record once it is in the log, without weights', async () => {
    await start();
    const listener = await Listener.open(fixture.url);
    await fixture.publish([
      statusRecord(),
      metricsRecord(),
      alertRecord(),
      retrainingRecord(),
      modelRecord(),
    ]);
    const messages = await listener.first(5);
    expect(messages.map((m) => `${m.topic} ${m.record.kind}`).sort()).toEqual([
      'alerts alert',
      'metrics metrics',
      'metrics status',
      'models model',
      'retraining retraining',
    ]);
    expect(JSON.stringify(messages)).not.toContain('secret');
  });

  it('shows what is not decided yet to who is there, and tells it in the snapshot; no cursor asks for it again', async () => {
    await start();
    const listener = await Listener.open(fixture.url, '?topics=provisional');
    const shown = provisionalRecord({ read: { predictions: 3, outcomes: 1 } });
    await fixture.publish([shown]);
    const [message] = await listener.first(1);
    expect(message).toMatchObject({ topic: 'provisional', record: shown });
    const { provisional, cursor } = (await fixture.get('/api/snapshot')).body as unknown as {
      provisional: unknown[];
      cursor: string;
    };
    expect(provisional).toEqual([shown]);
    const after = await Listener.open(fixture.url, `?cursor=${cursor}`);
    await fixture.publish([metricsRecord()]);
    expect((await after.first(1)).map(({ topic }) => topic)).toEqual(['metrics']);
  });

  it('resumes by cursor, and misses nothing', async () => {
    await start();
    const before = await Listener.open(fixture.url);
    await fixture.publish([...hours(5), alertRecord({ id: 'seen' })]);
    const { cursor } = (await before.first(6))[5]!;
    before.close();
    await before.closed;
    await fixture.publish([...hours(3_000, 5), alertRecord({ id: 'missed' }), modelRecord()]);
    const after = await Listener.open(fixture.url, `?cursor=${cursor}`);
    await fixture.publish([alertRecord({ id: 'live' })]);
    const messages = await after.first(3_003);
    const alerts = messages.flatMap((m) => (m.record.kind === 'alert' ? [m.record.id] : []));
    expect(alerts).toEqual(['missed', 'live']);
    const starts = messages.flatMap((m) =>
      m.record.kind === 'metrics' ? [(m.record.start - JANUARY) / HOUR] : [],
    );
    expect(starts).toEqual(Array.from({ length: 3_000 }, (_, i) => i + 5));
  });

  it('goes on from a snapshot without a gap or a repetition', async () => {
    await start();
    await fixture.publish(hours(10));
    const { cursor, metrics } = (await fixture.get('/api/snapshot')).body as unknown as {
      cursor: string;
      metrics: unknown[];
    };
    await fixture.publish(hours(10, 10));
    const listener = await Listener.open(fixture.url, `?cursor=${cursor}`);
    const messages = await listener.first(10);
    expect([...metrics, ...messages.map((m) => m.record)]).toEqual(hours(20));
  });

  it('resumes after the whole process was restarted, while the projection is being rebuilt', async () => {
    await start();
    await fixture.publish([...hours(50), alertRecord()]);
    const first = await Listener.open(fixture.url, '?topics=alerts&cursor=' + fixture.feed.cursor);
    await fixture.publish([alertRecord({ id: 'a2' })]);
    const { cursor } = (await first.first(1))[0]!;
    const again = await Listener.open(fixture.url, `?topics=alerts&cursor=${cursor}`);
    await fixture.publish([alertRecord({ id: 'a3' })]);
    expect((await again.first(1))[0]!.record).toMatchObject({ id: 'a3' });
  });

  it('narrows to topics and models, and changes its mind by message', async () => {
    await start();
    const from = fixture.feed.cursor;
    const listener = await Listener.open(fixture.url, '?topics=models');
    await fixture.publish([
      alertRecord({ id: 'x' }),
      alertRecord({ id: 'y', model: 'churn' }),
      metricsRecord(),
    ]);
    listener.webSocket.send(
      JSON.stringify({ subscribe: { topics: ['alerts'], models: ['churn'], cursor: from } }),
    );
    expect((await listener.first(1))[0]!.record).toMatchObject({ id: 'y' });
  });

  it.each([
    ['a broken cursor', '?cursor=xyz', /bad cursor/],
    ['a private topic', '?topics=predictions', /topics/],
    [
      'a cursor of another log',
      `?cursor=${Buffer.from('[1,{"alerts":[[0,99]]}]').toString('base64url')}`,
      /another log/,
    ],
    [
      'a partition that is not there',
      `?cursor=${Buffer.from('[1,{"alerts":[[77,0]]}]').toString('base64url')}`,
      /.+/,
    ],
  ])('closes with a reason on %s', async (_what, query, reason) => {
    await start();
    const listener = await Listener.open(fixture.url, query);
    const closed = await listener.closed;
    expect([1008, 1011]).toContain(closed.code);
    expect(closed.reason).toMatch(reason);
  });

  it('closes with a reason on a message that it does not understand', async () => {
    await start();
    const listener = await Listener.open(fixture.url);
    listener.webSocket.send('give me everything');
    expect(await listener.closed).toEqual({ code: 1008, reason: expect.stringContaining('subscribe') });
  });

  it('closes a client that does not read, which then resumes and has missed no alert', async () => {
    await start({ feedLimits: { client: { softBytes: 4_096, hardBytes: 65_536, maxPending: 100 } } });
    const slow = await Listener.open(fixture.url);
    await fixture.publish([alertRecord({ id: 'first' })]);
    const { cursor } = (await slow.first(1))[0]!;
    slow.webSocket.pause();
    const why = 'x'.repeat(100_000);
    const many = Array.from({ length: 300 }, (_, i) => alertRecord({ id: `a${i}`, why }));
    // More than the sockets of this machine take: the rest stays with the server until the hard limit.
    await fixture.publish(many);
    await expectGauge('leeway_feed_clients', 1);
    slow.webSocket.resume();
    expect(await slow.closed).toEqual({ code: 1013, reason: expect.stringContaining('cursor') });
    const back = await Listener.open(fixture.url, `?cursor=${slow.messages.at(-1)?.cursor ?? cursor}`);
    const missing = many.length - (slow.messages.length - 1);
    expect(missing).toBeGreaterThan(0);
    await back.first(missing);
    const ids = [...slow.messages, ...back.messages].flatMap((m) =>
      m.record.kind === 'alert' ? [m.record.id] : [],
    );
    expect(ids).toEqual(['first', ...many.map((a) => a.id)]);
  });

  it('says goodbye when it stops', async () => {
    await start();
    const listener = await Listener.open(fixture.url);
    await fixture.feed.disconnect();
    expect(await listener.closed).toMatchObject({ code: 1001 });
  });

  it('is not for pages of other origins, nor for too many', async () => {
    await start({ feedLimits: { maxConnections: 1 } });
    await expect(Listener.open(fixture.url, '', { origin: 'http://evil.example' })).rejects.toThrow('403');
    await Listener.open(fixture.url);
    await expect(Listener.open(fixture.url)).rejects.toThrow('503');
  });

  it('drops a client that no longer answers its pings', async () => {
    await start({ feedLimits: { heartbeatMs: 20 } });
    const dead = new WebSocket(`${fixture.url.replace('http', 'ws')}/feed`, { autoPong: false });
    await once(dead, 'open');
    const [code] = (await once(dead, 'close')) as [number];
    expect(code).toBe(1006);
    const alive = await Listener.open(fixture.url);
    await fixture.publish([alertRecord()]);
    await alive.first(1);
  });
});

async function expectGauge(name: string, value: number): Promise<void> {
  expect((await fixture.get('/metrics')).text).toContain(`${name} ${value}\n`);
}
