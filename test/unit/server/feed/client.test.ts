import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeedClient, type FeedSocket } from '../../../../consumers/feed/client.js';
import { decodeCursor } from '../../../../consumers/feed/cursor.js';
import type { Delivery } from '../../../../consumers/feed/delivery.js';
import { Positions } from '../../../../consumers/feed/positions.js';
import { EVERYTHING_FROM_NOW, type SubscribeRequest } from '../../../../consumers/feed/subscription.js';
import {
  alertRecord,
  HOUR,
  JANUARY,
  metricsRecord,
  provisionalRecord,
  statusRecord,
} from '../feed-records.js';
import { delivery } from './log-records.js';

interface Message {
  topic: string;
  cursor: string;
  record: { kind: string; id?: string; start?: number; model: string };
}

/** A network that takes nothing until it is told to. */
class StuckSocket implements FeedSocket {
  bufferedAmount = 0;
  closed: [number, string] | null = null;
  readonly sent: Message[] = [];
  #taken: (() => void)[] = [];

  send(text: string, taken: () => void): void {
    this.bufferedAmount += text.length;
    this.sent.push(JSON.parse(text) as Message);
    this.#taken.push(taken);
  }

  close(code: number, reason: string): void {
    this.closed = [code, reason];
  }

  drain(): void {
    while (this.#taken.length > 0) {
      const taken = this.#taken;
      this.#taken = [];
      this.bufferedAmount = 0;
      for (const done of taken) done();
    }
  }
}

const TIGHT = { softBytes: 100, hardBytes: 5_000, maxPending: 100 };

function liveClient(request: SubscribeRequest = EVERYTHING_FROM_NOW, limits = TIGHT) {
  const socket = new StuckSocket();
  const client = new FeedClient(socket, request, new Positions(), limits);
  client.goLive();
  return { socket, client };
}

const metric = (offset: number, resolution = '1h', partition = 0): Delivery =>
  delivery('metrics', partition, offset, metricsRecord({ start: JANUARY + offset * HOUR, resolution }));

describe('a client that keeps up', () => {
  it('gets everything in the order of the log, each with the cursor after it', () => {
    const { socket, client } = liveClient();
    for (const offset of [0, 1, 2]) {
      client.deliver(metric(offset));
      socket.drain();
    }
    expect(socket.sent.map((m) => decodeCursor(m.cursor).get('metrics', 0))).toEqual([1, 2, 3]);
  });

  it('gets only the topics and models that it asked for; its cursor moves past the others', () => {
    const { socket, client } = liveClient({
      topics: new Set(['alerts']),
      models: new Set(['churn']),
      cursor: null,
    });
    client.deliver(metric(0));
    client.deliver(delivery('alerts', 0, 0, alertRecord()));
    client.deliver(delivery('alerts', 0, 1, alertRecord({ model: 'churn' })));
    expect(socket.sent.map((m) => m.record.model)).toEqual(['churn']);
    expect(decodeCursor(socket.sent[0]!.cursor).get('metrics', 0)).toBe(1);
  });

  it('gets no record twice', () => {
    const { socket, client } = liveClient();
    client.deliver(metric(0));
    client.deliver(metric(0));
    expect(socket.sent).toHaveLength(1);
  });
});

describe('a slow client', () => {
  it('gets only the latest metrics of each series, and every alert', () => {
    const { socket, client } = liveClient(EVERYTHING_FROM_NOW, { ...TIGHT, hardBytes: 50_000 });
    for (let offset = 0; offset < 10; offset++) {
      client.deliver(metric(offset));
      client.deliver(delivery('alerts', 0, offset, alertRecord({ id: `a${offset}` })));
    }
    client.deliver(delivery('metrics', 0, 10, statusRecord({ panes: 1 })));
    client.deliver(delivery('metrics', 0, 11, statusRecord({ panes: 2 })));
    socket.drain();
    const kinds = (kind: string) => socket.sent.filter((m) => m.record.kind === kind);
    expect(kinds('alert').map((m) => m.record.id)).toEqual(Array.from({ length: 10 }, (_, n) => `a${n}`));
    expect(kinds('metrics').map((m) => (m.record.start! - JANUARY) / HOUR)).toEqual([0, 9]);
    expect(kinds('status')).toEqual([expect.objectContaining({ record: statusRecord({ panes: 2 }) })]);
  });

  it('is closed with a reason when even alerts pile up', () => {
    const { socket, client } = liveClient();
    for (let offset = 0; socket.closed === null; offset++) {
      client.deliver(delivery('alerts', 0, offset, alertRecord()));
      expect(offset).toBeLessThan(100);
    }
    expect(socket.closed).toEqual([1013, expect.stringContaining('cursor')]);
    const before = socket.sent.length;
    client.deliver(delivery('alerts', 0, 1_000, alertRecord()));
    expect(socket.sent).toHaveLength(before);
  });

  it('is closed when there are more series than can wait', () => {
    const { socket, client } = liveClient(EVERYTHING_FROM_NOW, { ...TIGHT, maxPending: 2 });
    for (let offset = 0; offset < 4; offset++) client.deliver(metric(offset, `r${offset}`));
    expect(socket.closed?.[0]).toBe(1013);
  });

  it('may leave at any message: the records from its cursor on complete what it got', () => {
    // Each step: a record of one of three series in one of two partitions, an alert, or the network moves.
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ series: fc.nat(2), partition: fc.nat(1) }) },
      { weight: 1, arbitrary: fc.constant('alert' as const) },
      { weight: 1, arbitrary: fc.constant('drain' as const) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(), (steps, leaveAt) => {
        const { socket, client } = liveClient(EVERYTHING_FROM_NOW, { ...TIGHT, hardBytes: 1e9 });
        const logged: Delivery[] = [];
        const next = new Map<string, number>();
        const append = (topic: string, partition: number, record: (offset: number) => object): void => {
          const offset = next.get(`${topic}${partition}`) ?? 0;
          next.set(`${topic}${partition}`, offset + 1);
          const made = delivery(topic, partition, offset, record(offset));
          logged.push(made);
          client.deliver(made);
        };
        for (const s of steps) {
          if (s === 'drain') socket.drain();
          else if (s === 'alert') append('alerts', 0, (offset) => alertRecord({ id: `a${offset}` }));
          else {
            append('metrics', s.partition, (offset) =>
              metricsRecord({ resolution: `r${s.series}p${s.partition}`, start: offset * HOUR }),
            );
          }
        }
        if (socket.sent.length === 0) return;
        const got = socket.sent.slice(0, 1 + (leaveAt % socket.sent.length));
        const cursor = decodeCursor(got.at(-1)!.cursor);
        const resumed = logged.filter((d) => d.offset >= (cursor.get(d.topic, d.partition) ?? 0));
        const state = new Map<string, string>();
        for (const record of [...got.map((m) => m.record), ...resumed.map((d) => d.record)]) {
          state.set(identity(record), JSON.stringify(record));
        }
        const whole = new Map<string, string>();
        for (const { record } of logged) whole.set(identity(record), JSON.stringify(record));
        expect(state).toEqual(whole);
      }),
    );
  });
});

/** What the last record wins over: an alert by id, metrics by series. */
function identity(record: object): string {
  const { id, resolution } = record as { id?: string; resolution?: string };
  return id ?? `series ${resolution}`;
}

describe('what is not decided yet', () => {
  const undecided = (predictions: number, model = 'flights'): Delivery =>
    delivery('provisional', 0, predictions, provisionalRecord({ model, read: { predictions, outcomes: 0 } }));
  const seen = (socket: StuckSocket) =>
    socket.sent.flatMap(({ record }) =>
      record.kind === 'provisional'
        ? [(record as unknown as { read: { predictions: number } }).read.predictions]
        : [],
    );

  it('is sent as it comes, and moves no cursor', () => {
    const { socket, client } = liveClient();
    client.deliver(metric(4));
    socket.drain();
    client.show(undecided(77));
    expect(seen(socket)).toEqual([77]);
    expect(socket.sent[1]!.cursor).toBe(socket.sent[0]!.cursor);
    expect([...decodeCursor(socket.sent[1]!.cursor).entries()]).toEqual([['metrics', 0, 5]]);
  });

  it('waits for room behind everything else, and then only the newest of each model is sent', () => {
    const { socket, client } = liveClient();
    client.deliver(metric(0));
    client.deliver(metric(1));
    for (let n = 1; n <= 9; n++) client.show(undecided(n));
    client.show(undecided(100, 'churn'));
    expect(seen(socket)).toEqual([]);
    socket.drain();
    expect(seen(socket)).toEqual([9, 100]);
    expect(socket.sent.map(({ record }) => record.kind).slice(0, 2)).toEqual(['metrics', 'metrics']);
  });

  it('is shown to a client that catches up once it is live', () => {
    const socket = new StuckSocket();
    const client = new FeedClient(socket, EVERYTHING_FROM_NOW, new Positions(), TIGHT);
    client.show(undecided(1));
    client.show(undecided(2));
    expect(socket.sent).toEqual([]);
    client.goLive();
    expect(seen(socket)).toEqual([2]);
  });

  it('is bounded: beyond the limit the stalest model waits for its next one', () => {
    const { socket, client } = liveClient(EVERYTHING_FROM_NOW, { ...TIGHT, maxPending: 3 });
    client.deliver(metric(0));
    for (let n = 0; n < 10; n++) client.show(undecided(n, `m${n}`));
    socket.drain();
    expect(seen(socket)).toEqual([7, 8, 9]);
    expect(socket.closed).toBeNull();
  });

  it('comes to those only who have asked for it', () => {
    const asked = liveClient({ topics: new Set(['provisional']), models: new Set(['churn']), cursor: null });
    const others = liveClient({ topics: new Set(['alerts']), models: null, cursor: null });
    for (const { client } of [asked, others]) {
      client.show(undecided(1));
      client.show(undecided(2, 'churn'));
    }
    expect(seen(asked.socket)).toEqual([2]);
    expect(seen(others.socket)).toEqual([]);
  });
});

describe('replaying the past', () => {
  it('waits until the network has taken what was sent', async () => {
    const socket = new StuckSocket();
    const client = new FeedClient(socket, EVERYTHING_FROM_NOW, new Positions(), TIGHT);
    let done = false;
    const replayed = (async () => {
      await client.replay(metric(0));
      done = true;
    })();
    await Promise.resolve();
    expect(done).toBe(false);
    socket.drain();
    await replayed;
    expect(socket.sent).toHaveLength(1);
  });

  it('ends when the client goes away', async () => {
    const socket = new StuckSocket();
    const client = new FeedClient(socket, EVERYTHING_FROM_NOW, new Positions(), TIGHT);
    const replayed = client.replay(metric(0));
    client.stop();
    await replayed;
    await client.replay(metric(1));
    expect(socket.sent).toHaveLength(1);
  });
});
