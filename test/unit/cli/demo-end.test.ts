import { expect, it } from 'vitest';
import { watchEnd } from '../../../src/cli/demo-end.js';

function follower() {
  let closed = 0;
  const log = { follow: () => Promise.resolve({ close: () => Promise.resolve(void closed++) }) };
  return { log, closed: () => closed };
}
const screen = { event: () => undefined };

it('a demo that is given up ends, whether before or after it watches for its end', async () => {
  for (const isBefore of [true, false]) {
    const { log, closed } = follower();
    const abort = new AbortController();
    if (isBefore) abort.abort();
    const ended = watchEnd(log, screen, abort.signal);
    if (!isBefore) abort.abort();
    await ended;
    expect(closed()).toBe(1);
  }
});
