import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  alertRecord,
  metricsRecord,
  modelRecord,
  retrainingRecord,
  statusRecord,
} from '../../unit/server/feed-records.js';
import { NOW, startFixture, type Fixture } from './fixture.js';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await startFixture({ server: { newId: () => 'c1' } });
});
afterEach(() => fixture.close());

describe('REST', () => {
  it('shows models, versions, alerts and retrainings as the log has them', async () => {
    await fixture.publish([
      statusRecord(),
      statusRecord({ model: 'churn' }),
      alertRecord(),
      alertRecord({ id: 'a2', state: 'resolved' }),
      alertRecord({ id: 'b1', model: 'churn' }),
      retrainingRecord(),
      modelRecord(),
    ]);
    const models = (await fixture.get('/api/models')).body['models'] as unknown as { model: string }[];
    expect(models.map((m) => m.model).sort()).toEqual(['churn', 'flights']);
    expect((await fixture.get('/api/models/flights')).body).toMatchObject({
      status: { version: '1' },
      versions: [{ version: '2', promoted: true, artifact: null }],
    });
    expect((await fixture.get('/api/alerts?model=flights&state=firing')).body).toEqual({
      alerts: [alertRecord()],
    });
    expect((await fixture.get('/api/alerts/a2')).body).toMatchObject({ alert: { state: 'resolved' } });
    expect((await fixture.get('/api/retrainings')).body).toMatchObject({
      retrainings: [{ id: 'q1', cause: 'a1' }],
    });
    expect((await fixture.get('/api/versions?model=churn')).body).toEqual({ versions: [] });
  });

  it('gives pages a snapshot to begin with', async () => {
    await fixture.publish([
      metricsRecord({ resolution: '24h' }),
      metricsRecord({ resolution: '1h' }),
      metricsRecord({ resolution: '24h', model: 'churn' }),
      alertRecord(),
    ]);
    const { body } = await fixture.get('/api/snapshot?model=flights&resolutions=rolling,24h');
    expect(body['metrics']).toEqual([metricsRecord({ resolution: '24h' })]);
    expect(body['alerts']).toEqual([alertRecord()]);
    expect(body['cursor']).toBe(fixture.feed.cursor);
  });

  it('asks the metric store what the query says', async () => {
    const point = {
      model: 'flights',
      version: '1',
      segment: '',
      resolution: '1h',
      feature: '',
      metric: 'accuracy',
      time: 0,
      value: 1,
    };
    fixture.store.points = [point];
    const answer = await fixture.get(
      '/api/metrics?model=flights&metric=accuracy&from=2001-02-22T00:00:00Z&to=982972800000&limit=5',
    );
    expect(answer.body).toEqual({ metrics: [point] });
    expect(fixture.store.asked).toEqual([
      { model: 'flights', metric: 'accuracy', from: Date.UTC(2001, 1, 22), to: 982972800000, limit: 5 },
    ]);
  });

  it('says so when the store does not answer', async () => {
    fixture.store.failure = new Error('connection refused');
    const answer = await fixture.get('/api/metrics');
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({
      error: { code: 'store-unreachable', message: expect.stringContaining('refused') },
    });
  });

  it.each([
    ['/api/metrics?from=yesterday', 400, 'bad-query'],
    ['/api/metrics?modell=x', 400, 'bad-query'],
    ['/api/metrics?model=a&model=b', 400, 'bad-query'],
    ['/api/metrics?limit=0', 400, 'bad-query'],
    ['/api/alerts?state=burning', 400, 'bad-query'],
    ['/api/alerts/none', 404, 'not-found'],
    ['/api/models/none', 404, 'not-found'],
    ['/api/nonsense', 404, 'not-found'],
    ['/nonsense', 404, 'not-found'],
    ['/api/models/%ff', 400, 'bad-request'],
  ])('%s is %i with a code, a message and a fix', async (path, status, code) => {
    const answer = await fixture.get(path);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error: { code, message: expect.any(String), fix: expect.any(String) } });
  });

  it('prints the topology', async () => {
    expect((await fixture.get('/api/topology')).text).toBe('apps -> predictions -> profiler');
  });
});

describe('commands', () => {
  async function written(): Promise<unknown[]> {
    const [commands, profiles] = await Promise.all([
      fixture.contents('commands'),
      fixture.contents('profiles'),
    ]);
    return [...commands, ...profiles].map(({ topic, key, value }) => ({
      topic,
      key,
      value: JSON.parse(value!.toString()) as unknown,
    }));
  }

  it('acknowledging an alert is written to the commands and to the model itself', async () => {
    await fixture.publish([alertRecord()]);
    const answer = await fixture.post('/api/alerts/a1/acknowledge', undefined, { 'x-leeway-user': 'ada' });
    const command = {
      v: 1,
      kind: 'command',
      id: 'c1',
      model: 'flights',
      by: 'ada',
      at: expect.any(Number),
      action: 'acknowledge',
      alert: 'a1',
    };
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ command });
    expect(await written()).toEqual([
      { topic: 'commands', key: 'flights', value: command },
      { topic: 'profiles', key: 'flights', value: { v: 1, kind: 'command', model: 'flights', command } },
    ]);
  });

  it('marks an alert, also one that is over, and the model shows how often its alerts were right', async () => {
    await fixture.publish([
      statusRecord(),
      alertRecord({ state: 'resolved' }),
      alertRecord({ id: 'a2', mark: { mark: 'real', by: 'ada', at: NOW } }),
      alertRecord({ id: 'a3', mark: { mark: 'false', by: 'ada', at: NOW } }),
    ]);
    const headers = { 'content-type': 'application/json', 'x-leeway-user': 'ada' };
    const answer = await fixture.post('/api/alerts/a1/mark', '{"mark":"expected","note":"a fair"}', headers);
    expect(answer.body).toMatchObject({
      command: { action: 'mark', alert: 'a1', mark: 'expected', note: 'a fair', model: 'flights', by: 'ada' },
    });
    expect((await fixture.post('/api/alerts/a1/mark', '{"mark":"wrong"}', headers)).status).toBe(400);
    expect((await fixture.post('/api/alerts/none/mark', '{"mark":"real"}', headers)).status).toBe(404);
    expect(await written()).toHaveLength(2);
    const back = await fixture.post('/api/alerts/a2/mark', '{"mark":null}', headers);
    expect(back.body).toMatchObject({ command: { action: 'mark', alert: 'a2', mark: null, by: 'ada' } });
    const { body } = await fixture.get('/api/models/flights');
    expect(body).toMatchObject({
      status: { policy: { budgetDays: 90 } },
      alarms: { real: 1, false: 1, expected: 0, unmarked: 1, precision: 0.5 },
    });
  });

  it('silences a metric until a moment, and ends it', async () => {
    await fixture.publish([statusRecord()]);
    const headers = { 'content-type': 'application/json' };
    const path = '/api/models/flights/silence';
    const until = Date.UTC(2026, 4, 1, 22);
    const said = await fixture.post(path, '{"metric":"drift:age","until":"2026-05-01T22:00:00Z"}', headers);
    expect(said.body).toMatchObject({ command: { action: 'silence', metric: 'drift:age', until } });
    const ended = await fixture.post(path, '{"until":null}', headers);
    expect(ended.body).toMatchObject({ command: { action: 'silence', metric: null, until: null } });
    expect((await fixture.post(path, '{}', headers)).status).toBe(400);
    expect((await fixture.post('/api/models/none/silence', '{"until":null}', headers)).status).toBe(404);
  });

  it('decides a policy for a model and for everybody, complete, and shows those that there were', async () => {
    const headers = { 'content-type': 'application/json' };
    expect((await fixture.get('/api/policy')).body).toEqual({ inForce: null, history: [] });
    const settings = { alerts: { falseAlarms: '1 per 30 days' } };
    const own = await fixture.post(
      '/api/models/new/policy',
      JSON.stringify({ settings, note: 'try' }),
      headers,
    );
    expect(own.status).toBe(202);
    expect(own.body).toMatchObject({
      command: {
        model: 'new',
        source: 'person',
        note: 'try',
        settings: { timeZone: 'UTC', alerts: { falseAlarms: '1 per 30 days', effect: { js: 0.05 } } },
      },
    });
    expect(await written()).toHaveLength(2);
    await fixture.post('/api/policy', JSON.stringify({ settings }), headers);
    // A record, and a mirror in each of the two partitions.
    expect(await written()).toHaveLength(5);
    await fixture.post('/api/models/new/policy', '{"settings":null}', headers);
    const { body } = await fixture.get('/api/models/new/policy');
    expect(body).toMatchObject({
      inForce: { settings: null },
      history: [{ note: 'try' }, { settings: null }],
    });
    const wrong = JSON.stringify({ settings: { alerts: { effect: { jss: 1 } } } });
    const refused = await fixture.post('/api/policy', wrong, headers);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({
      error: { code: 'bad-policy', message: 'alerts.effect.jss: unknown key: did you mean js?' },
    });
    expect((await fixture.get('/api/policy')).body).toMatchObject({ history: [{ model: '' }] });
  });

  it('retraining on request, with a note, by nobody in particular', async () => {
    await fixture.publish([statusRecord()]);
    const headers = { 'content-type': 'application/json' };
    const answer = await fixture.post('/api/models/flights/retrain', '{"note":"new airport"}', headers);
    expect(answer.body).toMatchObject({
      command: { action: 'retrain', by: 'anonymous', note: 'new airport' },
    });
    expect(await written()).toHaveLength(2);
  });

  it('goes on after another writer has taken over', async () => {
    await fixture.publish([alertRecord()]);
    await fixture.post('/api/alerts/a1/acknowledge');
    const other = await fixture.log.writer('commands');
    await other.commit([]);
    expect((await fixture.post('/api/alerts/a1/acknowledge')).status).toBe(202);
    expect(await written()).toHaveLength(4);
    await other.close();
  });

  it('writes nothing for what cannot be', async () => {
    await fixture.publish([alertRecord({ state: 'resolved' }), statusRecord()]);
    const headers = { 'content-type': 'application/json' };
    expect((await fixture.post('/api/alerts/a1/acknowledge')).status).toBe(409);
    expect((await fixture.post('/api/alerts/none/acknowledge')).status).toBe(404);
    expect((await fixture.post('/api/models/none/retrain')).status).toBe(404);
    expect((await fixture.post('/api/models/flights/retrain', '{"why":1}', headers)).status).toBe(400);
    expect((await fixture.post('/api/models/flights/retrain', '{', headers)).status).toBe(400);
    const foreign = await fixture.post('/api/models/flights/retrain', undefined, {
      origin: 'http://evil.example',
    });
    expect(foreign.body).toMatchObject({ error: { code: 'cross-origin' } });
    expect(await written()).toEqual([]);
  });
});

describe('health', () => {
  it('is alive, and ready when its parts are', async () => {
    expect((await fixture.get('/healthz')).body).toEqual({ alive: true });
    expect((await fixture.get('/readyz')).status).toBe(200);
    fixture.readiness = { ready: false, reasons: ['profiler restores its state'] };
    const answer = await fixture.get('/readyz');
    expect(answer.status).toBe(503);
    expect(answer.body).toEqual({ ready: false, reasons: ['profiler restores its state'] });
  });

  it('tells senders to come again while it stops, and still answers everything else', async () => {
    fixture.server.drain();
    const answer = await fixture.post('/v1/predictions', '{}');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.body).toMatchObject({ error: { code: 'stopping' } });
    expect((await fixture.get('/api/models')).status).toBe(200);
  });

  it('names a record that it could not read, and goes on', async () => {
    await fixture.log.append([{ topic: 'alerts', key: 'flights', value: Buffer.from('rubbish') }]);
    await fixture.publish([alertRecord()]);
    const { reasons } = (await fixture.get('/readyz')).body as unknown as { reasons: string[] };
    expect(reasons).toEqual([expect.stringMatching(/alerts \d@0: not JSON/)]);
    expect((await fixture.get('/metrics')).text).toContain('leeway_feed_unreadable_records 1');
    expect((await fixture.get('/api/alerts')).body).toEqual({ alerts: [alertRecord()] });
  });
});

describe('safety', () => {
  it('serves the page and everything else under a strict policy', async () => {
    for (const path of ['/', '/api/models', '/nonsense', '/healthz']) {
      const { headers } = await fixture.get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('does not answer to a name that a web page has pointed at this machine', async () => {
    const status = await new Promise((resolve, reject) => {
      const request = httpRequest(fixture.url, { headers: { host: 'evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject).end();
    });
    expect(status).toBe(421);
  });

  it('says what to do when the port is taken', async () => {
    const port = Number(new URL(fixture.url).port);
    await expect(startFixture({ server: { port } })).rejects.toThrow(/choose another port/);
  });
});
