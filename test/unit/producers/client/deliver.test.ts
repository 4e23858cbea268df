import { describe, expect, it } from 'vitest';
import { deliver, type Delivery } from '../../../../producers/client/deliver.js';
import { DeliveryError } from '../../../../producers/client/delivery-error.js';
import type { EncodedEvent } from '../../../../producers/client/transport.js';
import type { WireRefusal } from '../../../../src/events/wire.js';
import { ManualTimers, turn } from './manual-timers.js';

const event = (id: string): EncodedEvent => ({ id, json: `{"id":"${id}"}`, bytes: 10 });
const ids = (events: readonly EncodedEvent[]) => events.map(({ id }) => id).join('');

/** A delivery over a transport that follows a script: an error is thrown, a list is the answer. */
function scripted(
  script: (sent: string) => DeliveryError | readonly WireRefusal[],
  giveUpAfterMs = Infinity,
) {
  const timers = new ManualTimers();
  const seen = { sent: [] as string[], delivered: 0, refused: [] as string[], retries: [] as string[] };
  const delivery: Delivery = {
    transport: {
      async send(_, events) {
        seen.sent.push(ids(events));
        const answer = script(ids(events));
        if (answer instanceof DeliveryError) throw answer;
        return answer;
      },
      async close() {},
    },
    retry: { firstWaitMs: 100, longestWaitMs: 1000, giveUpAfterMs },
    timers,
    random: () => 0.5,
    onDelivered: (events) => (seen.delivered += events),
    onRefused: (_, { id }, { code }) => seen.refused.push(`${id} ${code}`),
    onRetry: (error, waitMs) => seen.retries.push(`${error.message} ${waitMs}`),
  };
  return { delivery, timers, seen };
}

const three = [event('a'), event('b'), event('c')];

describe('deliver', () => {
  it('waits longer from try to try, up to the longest wait', async () => {
    let tries = 0;
    const { delivery, timers, seen } = scripted(() =>
      ++tries < 7 ? new DeliveryError('retry', 'down') : [],
    );
    const done = deliver(delivery, 'predictions', three);
    for (let attempt = 0; attempt < 6; attempt++) {
      await turn();
      await timers.pass(timers.waits.at(-1)!);
    }
    await done;
    expect(timers.waits).toEqual([50, 100, 200, 400, 500, 500]);
    expect(seen).toMatchObject({ delivered: 3, refused: [] });
    expect(seen.retries[1]).toBe('down 100');
  });

  it('waits at least as long as the receiver asked', async () => {
    let tries = 0;
    const busy = new DeliveryError('retry', '429', { retryAfterMs: 7000 });
    const { delivery, timers, seen } = scripted(() => (++tries < 2 ? busy : []));
    const done = deliver(delivery, 'predictions', three);
    await turn();
    await timers.pass(6999);
    expect(seen.sent).toEqual(['abc']);
    await timers.pass(1);
    await done;
    expect(seen.sent).toEqual(['abc', 'abc']);
  });

  it('gives up loudly when so configured, and at once on what no repetition mends', async () => {
    const down = scripted(() => new DeliveryError('retry', 'down'), 100);
    const done = expect(deliver(down.delivery, 'outcomes', three)).rejects.toThrow(
      'gave up on 3 outcomes: down',
    );
    await turn();
    await down.timers.pass(50);
    await done;
    const forbidden = scripted(() => new DeliveryError('fatal', '401'));
    await expect(deliver(forbidden.delivery, 'outcomes', three)).rejects.toThrow('401');
    expect(forbidden.seen.sent).toEqual(['abc']);
  });

  it('cuts a batch that is too large in halves, and refuses the one event that is', async () => {
    const { delivery, seen } = scripted((sent) =>
      sent.includes('b') ? new DeliveryError('split', 'too large') : [],
    );
    await deliver(delivery, 'predictions', three);
    expect(seen.sent).toEqual(['abc', 'a', 'bc', 'b', 'c']);
    expect(seen).toMatchObject({ delivered: 2, refused: ['b too-large'] });
  });

  it('hands on each refusal with its event', async () => {
    const { delivery, seen } = scripted(() => [{ index: 1, code: 'wrong-type', message: 'no' }]);
    await deliver(delivery, 'predictions', three);
    expect(seen).toMatchObject({ delivered: 2, refused: ['b wrong-type'] });
  });
});
