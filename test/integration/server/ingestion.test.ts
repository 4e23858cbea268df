import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { LogError } from '../../../src/log/errors.js';
import type { EventLog } from '../../../src/log/port.js';
import { outcome, prediction } from './events.js';
import { NOW, startFixture, type Fixture, type FixtureOptions } from './fixture.js';

let fixture: Fixture;
const start = async (options?: FixtureOptions): Promise<Fixture> => (fixture = await startFixture(options));
afterEach(() => fixture.close());

const NDJSON = { 'content-type': 'application/x-ndjson' };
const JSON_TYPE = { 'content-type': 'application/json' };

async function logged(topic: string): Promise<(readonly [string | null, string])[]> {
  const records = await fixture.contents(topic);
  return records
    .map((r) => [r.key, r.value!.toString('utf8')] as const)
    .sort(([a], [b]) => String(a).localeCompare(String(b)));
}

/** Holds whoever passes until it is opened. */
class Gate {
  open: () => void = () => undefined;
  #arrive: () => void = () => undefined;
  readonly reached = new Promise<void>((resolve) => {
    this.#arrive = resolve;
  });
  readonly #opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });

  pass(): Promise<void> {
    this.#arrive();
    return this.#opened;
  }
}

/** The log with another `append`. */
function withAppend(append: (log: EventLog) => EventLog['append']): (log: EventLog) => EventLog {
  return (log) =>
    new Proxy(log, {
      get(target, name) {
        if (name === 'append') return append(target);
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
}

describe('what is accepted', () => {
  it('is in the log, under its id, with its own bytes, when the answer comes', async () => {
    await start();
    const odd = ` ${prediction('p1').replace('733', '733.0')} `;
    const answer = await fixture.post('/v1/predictions', odd, JSON_TYPE);
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ accepted: 1, refused: [] });
    expect(await logged('predictions')).toEqual([['p1', odd.trim()]]);
  });

  it('may be an array', async () => {
    await start();
    const items = ['o1', 'o2', 'o3'].map((id) => outcome(id));
    expect((await fixture.post('/v1/outcomes', `[${items.join(', ')}]`, JSON_TYPE)).body).toEqual({
      accepted: 3,
      refused: [],
    });
    expect(await logged('outcomes')).toEqual(items.map((text, i) => [`o${i + 1}`, text]));
  });

  it.each([
    ['says that it is', NDJSON],
    ['is sent as anything', { 'content-type': 'application/octet-stream' }],
  ])('may be NDJSON that %s', async (_what, headers) => {
    await start();
    const lines = Array.from({ length: 2_500 }, (_, i) => prediction(`p${i}`));
    const answer = await fixture.post('/v1/predictions', `${lines.join('\n')}\n\n`, headers);
    expect(answer.body).toEqual({ accepted: 2_500, refused: [] });
    expect(await logged('predictions')).toHaveLength(2_500);
  });
});

describe('what is refused', () => {
  const bad: readonly [string, string | Buffer, string][] = [
    ['broken JSON', '{"id":"x",', 'bad-json'],
    ['no object', '7', 'wrong-type'],
    ['no id', prediction('x', { id: undefined }), 'missing-id'],
    ['a wrong type', prediction('x', { features: [1] }), 'wrong-type'],
    ['NaN', prediction('x').replace('733', 'NaN'), 'not-a-number'],
    ['a number beyond a float', prediction('x').replace('733', '1e999'), 'not-a-number'],
    ['a time to come', prediction('x', { time: NOW + 6 * 60_000 }), 'future'],
    ['an event that is too large', prediction('x', { features: { text: 'x'.repeat(300_000) } }), 'too-large'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'bad-encoding'],
    ['an end marker', '{"kind":"end","model":"flights","time":0}', 'wrong-type'],
  ];

  it.each(bad)('%s: one reason for it, the good ones go on', async (_what, item, code) => {
    await start();
    const body = Buffer.concat([
      Buffer.from(`${prediction('good1')}\n`),
      Buffer.from(item),
      Buffer.from(`\n${prediction('good2')}`),
    ]);
    const answer = await fixture.post('/v1/predictions', body, NDJSON);
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ accepted: 2, refused: [{ index: 1, code, message: expect.any(String) }] });
    expect((await logged('predictions')).map(([key]) => key)).toEqual(['good1', 'good2']);
    const metrics = await fixture.get('/metrics');
    expect(metrics.text).toContain(`leeway_http_refused_events_total{kind="predictions",code="${code}"} 1`);
    expect(metrics.text).toContain('leeway_http_accepted_events_total{kind="predictions"} 2');
  });

  it.each(bad)('%s alone: 400 with the reason, and nothing is logged', async (_what, item, code) => {
    await start();
    const answer = await fixture.post('/v1/predictions', item, JSON_TYPE);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ accepted: 0, refused: [{ index: 0, code }], error: { code } });
    expect(await logged('predictions')).toEqual([]);
  });

  it.each([
    ['empty', '', 'empty'],
    ['an array that does not end', `[${prediction('p1')}, {"id": "p2"`, 'bad-json'],
  ])('a body that is %s, as a whole', async (_what, body, code) => {
    await start();
    const answer = await fixture.post('/v1/predictions', body, JSON_TYPE);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ accepted: 0, refused: [{ code }] });
    expect(await logged('predictions')).toEqual([]);
  });

  it('a body that is too large: 413, and none of it is accepted', async () => {
    await start({ server: { limits: { bodyBytes: 1_000, bodyItems: 5 } } });
    const small = '{"id":1}\n';
    for (const body of [`${prediction('p1')}\n`.repeat(10), small.repeat(6)]) {
      const answer = await fixture.post('/v1/predictions', body, NDJSON);
      expect(answer.status).toBe(413);
      expect(answer.body).toMatchObject({
        error: { code: 'too-large', fix: expect.stringContaining('split') },
      });
    }
    expect(await sendChunked(`${prediction('p1')}\n`, 10)).toBe(413);
    expect(await logged('predictions')).toEqual([]);
  });

  it('a body that breaks off: none of it is accepted, and the server goes on', async () => {
    await start();
    await new Promise<void>((resolve) => {
      const request = httpRequest(`${fixture.url}/v1/predictions`, { method: 'POST', headers: NDJSON });
      request.on('error', () => resolve());
      request.write(`${prediction('p1')}\n`, () => request.destroy());
    });
    expect((await fixture.post('/v1/predictions', prediction('p2'), NDJSON)).status).toBe(202);
    expect((await logged('predictions')).map(([key]) => key)).toEqual(['p2']);
  });

  it('a compressed body, whose encoding is not read', async () => {
    await start();
    const headers = { ...NDJSON, 'content-encoding': 'gzip' };
    expect((await fixture.post('/v1/predictions', 'xx', headers)).status).toBe(415);
  });
});

describe('a log that is behind', () => {
  it('answers 429 with Retry-After when too much is pending, and 202 again when it is written', async () => {
    const gate = new Gate();
    await start({
      server: { limits: { pendingItems: 3 } },
      wrapLog: withAppend((log) => async (records) => {
        await gate.pass();
        await log.append(records);
      }),
    });
    const first = fixture.post('/v1/predictions', `${prediction('p1')}\n${prediction('p2')}`, NDJSON);
    await gate.reached;
    const second = await fixture.post('/v1/predictions', `${prediction('p3')}\n${prediction('p4')}`, NDJSON);
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(second.body).toMatchObject({ error: { code: 'behind' } });
    gate.open();
    expect((await first).status).toBe(202);
    expect(
      (await fixture.post('/v1/predictions', `${prediction('p3')}\n${prediction('p4')}`, NDJSON)).status,
    ).toBe(202);
    expect((await logged('predictions')).map(([key]) => key)).toEqual(['p1', 'p2', 'p3', 'p4']);
    expect((await fixture.get('/metrics')).text).toContain(
      'leeway_http_behind_requests_total{kind="predictions"} 1',
    );
  });

  it('finishes what it has begun before it stops', async () => {
    const gate = new Gate();
    await start({
      wrapLog: withAppend((log) => async (records) => {
        await gate.pass();
        await log.append(records);
      }),
    });
    const running = fixture.post('/v1/predictions', prediction('p1'), NDJSON);
    await gate.reached;
    const stopped = fixture.server.stop();
    await expect(fixture.get('/healthz')).rejects.toThrow('fetch failed');
    gate.open();
    expect((await running).status).toBe(202);
    await stopped;
    expect((await logged('predictions')).map(([key]) => key)).toEqual(['p1']);
  });

  it.each([
    ['log-full', 429],
    ['unreachable', 503],
  ] as const)('%s becomes %i with Retry-After', async (code, status) => {
    await start({
      wrapLog: withAppend(() => () => Promise.reject(new LogError(code, 'the map is full: raise maxBytes'))),
    });
    const answer = await fixture.post('/v1/outcomes', outcome('o1'), JSON_TYPE);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect(answer.body).toMatchObject({ error: { message: expect.stringContaining('map is full') } });
  });
});

/** A body without Content-Length, in `pieces` pieces; resolves to the status. */
function sendChunked(piece: string, pieces: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${fixture.url}/v1/predictions`,
      { method: 'POST', headers: NDJSON },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    request.on('error', reject);
    for (let i = 0; i < pieces; i++) request.write(piece);
    request.end();
  });
}
