import { describe, expect, it } from 'vitest';
import { LeewayClient } from '../../../../producers/client/index.js';
import { LogError } from '../../../../src/log/errors.js';
import type { EventLog, NewRecord } from '../../../../src/log/port.js';

/** A log that keeps what is appended, after saying `trouble` for each entry of the list. */
function memoryLog(trouble: LogError[] = []) {
  const records: NewRecord[] = [];
  let closed = false;
  const log = {
    async append(appended: readonly NewRecord[]) {
      const error = trouble.shift();
      if (error) throw error;
      if (appended.some(({ value }) => value!.length > 1000))
        throw new LogError('record-too-large', 'too large');
      records.push(...appended);
    },
    async close() {
      closed = true;
    },
  } as unknown as EventLog;
  return { log, records, isClosed: () => closed };
}

const outcome = (id: string, model = 'churn') => ({ id, model, time: 0, outcome: 1 });

describe('LeewayClient on a log', () => {
  it('appends to both topics, keyed by the prediction id, and leaves the log open', async () => {
    const { log, records, isClosed } = memoryLog();
    const client = new LeewayClient({ log });
    await client.predict({ id: 'a', model: 'm', version: '1', time: 5, features: {}, prediction: 2.5 });
    await client.outcome({ id: 'a', model: 'm', time: '1970-01-01T00:00:01Z', outcome: 3 });
    await client.close();
    expect(records.map(({ topic, key, value }) => [topic, key, JSON.parse(String(value))])).toEqual([
      ['predictions', 'a', { id: 'a', model: 'm', version: '1', time: 5, features: {}, prediction: 2.5 }],
      ['outcomes', 'a', { id: 'a', model: 'm', time: 1000, outcome: 3 }],
    ]);
    expect(isClosed()).toBe(false);
    expect(client.counts).toEqual({ accepted: 2, delivered: 2, refused: 0, buffered: 0, retries: 0 });
  });

  it('tries again what can be tried again', async () => {
    const { log, records } = memoryLog([
      new LogError('log-full', 'full'),
      new LogError('unreachable', 'away'),
    ]);
    const reasons: string[] = [];
    const client = new LeewayClient({ log, firstWaitMs: 1, onRetry: (reason) => reasons.push(reason) });
    await client.outcome(outcome('a'));
    await client.close();
    expect([records.length, reasons]).toEqual([1, ['full', 'away']]);
  });

  it('refuses the one record that is too large', async () => {
    const { log, records } = memoryLog();
    const refused: string[] = [];
    const client = new LeewayClient({
      log,
      onRefused: ({ event, code }) => refused.push(`${event.id} ${code}`),
    });
    for (const id of ['a', 'b', 'c']) await client.outcome(outcome(id, id === 'b' ? 'm'.repeat(2000) : 'm'));
    await client.close();
    expect([records.map(({ key }) => key), refused]).toEqual([['a', 'c'], ['b too-large']]);
    expect(client.counts).toMatchObject({ accepted: 3, delivered: 2, refused: 1 });
  });

  it('says so when events could not be sent', async () => {
    const { log } = memoryLog([new LogError('topic-mismatch', 'predictions has 3 partitions')]);
    const client = new LeewayClient({ log });
    await client.outcome(outcome('a'));
    await expect(client.close()).rejects.toThrow('closed with 1 events unsent: predictions has 3 partitions');
  });
});
