/** A client of the feed that notes when what it was waiting for has come. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { MetricsRecord, ProvisionalRecord, StatusRecord } from '../../src/records/feed.js';
import type { TotalShown } from './delays.js';

export interface VerdictSeen {
  /** Epoch ms. */
  readonly at: number;
  /** End of its pane, event time. */
  readonly end: number;
}

export interface Arrivals {
  /** How many source records were in the models' provisional totals: what the page shows. */
  readonly totals: readonly TotalShown[];
  /** Values of closed base panes, over all rows. */
  readonly verdicts: readonly VerdictSeen[];
  /** Resolves once the total is there. */
  until(total: number): Promise<void>;
  close(): void;
}

/** @param resolution of the base pane, such as `5s` */
export async function listen(port: number, resolution: string): Promise<Arrivals> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/feed?topics=metrics,provisional`);
  const totals: TotalShown[] = [];
  const verdicts: VerdictSeen[] = [];
  const readOf = new Map<string, number>();
  let total = 0;
  let check = (): void => undefined;
  let failed: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_, reject) => (failed = reject));
  // Heard by whoever waits; before that it is kept.
  broken.catch(() => undefined);
  socket.on('message', (data: Buffer) => {
    const at = Date.now();
    const { record } = JSON.parse(data.toString('utf8')) as {
      record: MetricsRecord | ProvisionalRecord | StatusRecord;
    };
    if (record.kind === 'status') return;
    if (record.kind === 'provisional') {
      const read = record.read.predictions + record.read.outcomes;
      total += read - (readOf.get(record.model) ?? 0);
      readOf.set(record.model, read);
      totals.push({ at, total });
      check();
    } else if (record.resolution === resolution && record.segment === '' && record.side === 'prediction') {
      verdicts.push({ at, end: record.end });
    }
  });
  socket.on('close', (code, reason) =>
    failed(new Error(`the feed has closed the connection: ${code} ${reason.toString('utf8')}`)),
  );
  socket.on('error', failed);
  await Promise.race([once(socket, 'open'), broken]);
  return {
    totals,
    verdicts,
    until: (wanted) =>
      Promise.race([
        new Promise<void>((resolve) => {
          check = () => {
            if (total >= wanted) resolve();
          };
          check();
        }),
        broken,
      ]),
    close: () => socket.close(),
  };
}
