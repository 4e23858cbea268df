import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../../../producers/client/delivery-error.js';
import { LeewayClient } from '../../../../producers/client/index.js';
import { OutageWarning } from '../../../../producers/client/outage-warning.js';
import { LogError } from '../../../../src/log/errors.js';
import type { EventLog } from '../../../../src/log/port.js';
import { ManualTimers, turn } from './manual-timers.js';

const away = new DeliveryError('retry', 'no answer from http://there: ECONNREFUSED; is the server up?');

describe('OutageWarning', () => {
  it('says once an outage that nobody answers', () => {
    const said: string[] = [];
    const warning = new OutageWarning((text) => said.push(text));
    warning.retrying(away);
    warning.retrying(away);
    expect(said).toEqual([
      'leeway: events wait and are tried again: no answer from http://there: ECONNREFUSED; is the server up?\n',
    ]);
    warning.delivered();
    warning.retrying(away);
    expect(said).toHaveLength(2);
  });

  it('is silent where the receiver says when to come back', () => {
    const said: string[] = [];
    new OutageWarning((text) => said.push(text)).retrying(
      new DeliveryError('retry', '429', { retryAfterMs: 1000 }),
    );
    expect(said).toEqual([]);
  });
});

describe('LeewayClient without onRetry', () => {
  /** A log that cannot be reached for so many tries, again and again after each success. */
  async function publish(onRetry?: (reason: string) => void): Promise<string[]> {
    const said: string[] = [];
    const timers = new ManualTimers();
    let tries = 0;
    const log = {
      append: async () => {
        if (++tries % 3 !== 0) throw new LogError('unreachable', 'away');
      },
    } as unknown as EventLog;
    const client = new LeewayClient(
      { log, ...(onRetry && { onRetry }) },
      { timers, random: () => 0.5, warn: (text) => said.push(text) },
    );
    for (const id of ['a', 'b']) {
      await client.outcome({ id, model: 'm', time: 1, outcome: 1 });
      while (client.counts.buffered > 0) {
        await timers.pass(60_000);
        await turn();
      }
    }
    await client.close();
    return said;
  }

  it('warns once for each of two outages', async () => {
    const line = 'leeway: events wait and are tried again: away\n';
    expect(await publish()).toEqual([line, line]);
  });

  it('leaves it to an application that listens', async () => {
    const heard: string[] = [];
    expect(await publish((reason) => heard.push(reason))).toEqual([]);
    expect(heard).toEqual(['away', 'away', 'away', 'away']);
  });
});
