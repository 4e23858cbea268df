/** Every way in which a server can fail, by a server that fails so. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createInfluxMetricStore } from '../../../src/metric-store/influx/influx-metric-store.js';
import { point } from '../../contract/metric-store.js';

describe('InfluxDB failures', () => {
  let server: Server;
  let answer: { status: number; body: string };
  const healthy = { status: 200, body: '{"results":[{"statement_id":0}]}' };

  beforeEach(async () => {
    answer = healthy;
    server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      });
    });
    await listen(0);
  });
  afterEach(() => stop());

  it.each([
    [401, '{"error":"authorization failed"}', 'unauthorized', 'fatal', /influx\.username/],
    [403, '{"error":"not authorized"}', 'unauthorized', 'fatal', /all privileges/],
    [404, '{"error":"database not found: \\"leeway\\""}', 'missing', 'fatal', /restart Leeway/],
    [413, 'too large', 'points-refused', 'fatal', /max-body-size/],
    [429, 'slow down', 'unreachable', 'retry', /write to leeway/],
    [500, '{"error":"timeout"}', 'unreachable', 'retry', /is it running/],
    [503, '', 'unreachable', 'retry', /is it running/],
  ])('answers %i to a write', async (status, body, code, handling, text) => {
    const store = createInfluxMetricStore({ url: address() });
    await store.open();
    answer = { status, body };
    const written = store.write([point()]);
    await expect(written).rejects.toMatchObject({ name: 'MetricStoreError', code, handling });
    await expect(written).rejects.toThrow(text);
    answer = healthy;
    await store.write([point()]);
    await store.close();
  });

  it('is not there at opening, and is there a moment later', async () => {
    const { port } = server.address() as AddressInfo;
    const store = createInfluxMetricStore({ url: address() });
    await stop();
    for (let attempt = 0; attempt < 3; attempt++) {
      const failed = store.open();
      await expect(failed).rejects.toMatchObject({ code: 'unreachable', handling: 'retry' });
      await expect(failed).rejects.toThrow(/ECONNREFUSED/);
    }
    await expect(store.write([point()])).rejects.toMatchObject({ code: 'not-open' });
    await listen(port);
    await store.open();
    await store.write([point()]);
    await store.close();
  });

  it('goes away between two writes', async () => {
    const { port } = server.address() as AddressInfo;
    const store = createInfluxMetricStore({ url: address() });
    await store.open();
    await stop();
    await expect(store.write([point()])).rejects.toMatchObject({ code: 'unreachable' });
    await expect(store.query({})).rejects.toMatchObject({ code: 'unreachable' });
    await listen(port);
    await store.write([point()]);
    await store.close();
  });

  it('refuses a login while the database is prepared', async () => {
    answer = {
      status: 200,
      body: '{"results":[{"statement_id":0,"error":"error authorizing query: create admin user"}]}',
    };
    const store = createInfluxMetricStore({ url: address(), username: 'someone', password: 'secret' });
    const failed = store.open();
    await expect(failed).rejects.toMatchObject({ code: 'unauthorized' });
    await expect(failed).rejects.not.toThrow(/secret/);
  });

  it('cuts an answer short', async () => {
    const store = createInfluxMetricStore({ url: address() });
    await store.open();
    answer = {
      status: 200,
      body: '{"results":[{"series":[{"name":"metrics","columns":["time","value"],"values":[[0,1]],"partial":true}]}]}',
    };
    await expect(store.query({})).rejects.toMatchObject({ code: 'truncated' });
    await store.close();
  });

  function address(): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => {
      server.listen(port, '127.0.0.1', resolve);
    });
  }

  async function stop(): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
});
