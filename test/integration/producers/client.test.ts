import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LeewayClient } from '../../../producers/client/index.js';
import { startIngestionServer, type IngestionServer } from './ingestion-server.js';

const prediction = (id: string) => ({
  id,
  model: 'm',
  version: '1',
  time: 1,
  features: { x: 1 },
  prediction: 1,
  score: 0.7,
});
const idsOf = (lines: readonly string[]) => lines.map((line) => /"id":"(.*?)"/.exec(line)?.[1]);

describe('LeewayClient over HTTP', () => {
  let server: IngestionServer;
  beforeEach(async () => {
    server = await startIngestionServer();
  });
  afterEach(() => server.close());

  it('sends predictions and outcomes in batches, in order, and everything before it closes', async () => {
    const client = new LeewayClient({ url: server.url, batchRecords: 10, lingerMs: 60_000 });
    const ids = Array.from({ length: 25 }, (_, n) => `p${n}`);
    for (const id of ids) await client.predict(prediction(id));
    await client.outcome({ id: 'p0', model: 'm', time: new Date(), outcome: true, values: { revenue: 9.5 } });
    await client.close();
    const ofTopic = (topic: string) => server.accepted.filter((line) => line.startsWith(topic));
    expect(idsOf(ofTopic('predictions'))).toEqual(ids);
    expect(idsOf(ofTopic('outcomes'))).toEqual(['p0']);
    const sizes = server.requests.filter(({ path }) => path === '/v1/predictions').map(({ lines }) => lines);
    expect(sizes).toEqual([10, 10, 5]);
    expect(client.counts).toEqual({ accepted: 26, delivered: 26, refused: 0, buffered: 0, retries: 0 });
  });

  it.each([true, false])(
    'reports refused events and delivers the others (server takes parts: %s)',
    async (parts) => {
      server.acceptsParts = parts;
      const refused: string[] = [];
      const client = new LeewayClient({
        url: server.url,
        onRefused: ({ destination, event, code, message }) =>
          refused.push(`${destination} ${event.id} ${code}: ${message}`),
      });
      await client.predict(prediction('a'));
      await client.predict({ ...prediction('b'), score: 7 });
      await client.predict(prediction('c'));
      await client.close();
      expect(idsOf(server.accepted)).toEqual(['a', 'c']);
      expect(refused).toEqual(['predictions b wrong-type: score must be a probability, 0 to 1, got 7']);
      expect(client.counts).toMatchObject({ accepted: 3, delivered: 2, refused: 1 });
    },
  );

  it('waits out 429 and 5xx, as long as Retry-After asks, and loses nothing', async () => {
    server.trouble.push({ status: 429, headers: { 'retry-after': '1' } }, { status: 503 });
    const waits: number[] = [];
    const client = new LeewayClient({ url: server.url, firstWaitMs: 1, onRetry: (_, ms) => waits.push(ms) });
    await client.predict(prediction('a'));
    await client.close();
    expect(idsOf(server.accepted)).toEqual(['a']);
    expect(waits[0]).toBe(1000);
    expect(waits[1]).toBeLessThan(10);
  });

  it('understands a Retry-After that is a date', async () => {
    server.trouble.push({
      status: 429,
      headers: { 'retry-after': new Date(Date.now() + 86_400_000).toUTCString() },
    });
    const client = new LeewayClient({ url: server.url, giveUpAfterMs: 3_600_000 });
    await client.predict(prediction('a'));
    await expect(client.flush()).rejects.toThrow('gave up on 1 predictions');
    await expect(client.close()).rejects.toThrow('closed with 1 events unsent');
  });

  it('makes the application wait while the server is away, and goes on when it is back', async () => {
    const { url } = server;
    await server.close();
    let sawTrouble = (): void => {};
    const trouble = new Promise<void>((resolve) => (sawTrouble = resolve));
    const client = new LeewayClient({
      url,
      bufferRecords: 2,
      firstWaitMs: 5,
      longestWaitMs: 20,
      onRetry: () => sawTrouble(),
    });
    await client.predict(prediction('a'));
    await client.predict(prediction('b'));
    let third = false;
    const accepted = client.predict(prediction('c')).then(() => (third = true));
    await trouble;
    expect(third).toBe(false);
    expect(client.counts).toMatchObject({ accepted: 2, delivered: 0, buffered: 2 });
    server = await startIngestionServer(Number(new URL(url).port));
    await accepted;
    await client.close();
    expect(idsOf(server.accepted)).toEqual(['a', 'b', 'c']);
  });

  it('sends smaller batches to a server that finds them too large', async () => {
    server.maxLines = 2;
    const client = new LeewayClient({ url: server.url });
    for (const id of ['a', 'b', 'c', 'd', 'e']) await client.predict(prediction(id));
    await client.close();
    expect(idsOf(server.accepted)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it.each(['<html>Welcome</html>', '{"accepted":2,"refused":[]}', '{"accepted":0,"refused":[]}'])(
    'does not believe a success that is not about its events: %s',
    async (body) => {
      server.trouble.push({ status: 200, body });
      const client = new LeewayClient({ url: server.url });
      await client.predict(prediction('a'));
      await expect(client.close()).rejects.toThrow('closed with 1 events unsent');
      expect(client.counts).toMatchObject({ accepted: 1, delivered: 0, buffered: 1 });
    },
  );

  it('fails loudly on what no repetition mends', async () => {
    const client = new LeewayClient({ url: `${server.url}/wrong` });
    await client.predict(prediction('a'));
    await expect(client.flush()).rejects.toThrow('/wrong/v1/predictions answered 404: no such thing');
    await expect(client.predict(prediction('b'))).rejects.toThrow('404');
    expect(() => new LeewayClient({ url: 'ftp://127.0.0.1' })).toThrow('http://');
    expect(() => new LeewayClient({ url: server.url, batchRecords: 0 })).toThrow(
      'batchRecords must be above 0',
    );
  });
});
