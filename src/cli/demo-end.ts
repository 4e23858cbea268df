import { MODEL } from '../../producers/flights/replayer.js';
import type { EventLog } from '../log/port.js';
import type { FeedRecord, StatusRecord } from '../records/feed.js';
import type { DemoScreen } from './demo-screen.js';

/** Resolves once the evaluator has closed the last pane and said so, or the run was given up. */
export async function watchEnd(
  log: Pick<EventLog, 'follow'>,
  screen: Pick<DemoScreen, 'event'>,
  signal: AbortSignal,
): Promise<void> {
  let done: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (done = resolve));
  const stop = () => done();
  signal.addEventListener('abort', stop);
  // Given up while Leeway started: no event comes any more.
  if (signal.aborted) done();
  const follower = await log.follow(['metrics', 'alerts', 'retraining', 'models'], 'first', (records) => {
    for (const { topic, key, value } of records) {
      if (key !== MODEL || !value) continue;
      const text = value.toString('utf8');
      if (topic === 'metrics' && !text.startsWith('{"v":1,"kind":"status"')) continue;
      const record = JSON.parse(text) as FeedRecord;
      screen.event(record);
      if (record.kind === 'status' && isEnd(record)) done();
    }
  });
  try {
    await ended;
  } finally {
    signal.removeEventListener('abort', stop);
    await follower.close();
  }
}

function isEnd({ ended }: StatusRecord): boolean {
  return ended;
}
