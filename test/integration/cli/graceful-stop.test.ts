/** SIGTERM while events come in: what was answered is there, what was committed is not done again. */
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { CliProcess, killRunning } from '../demo/cli-process.js';
import { steadyPrediction, STEADY } from '../demo/steady-stream.js';
import { removeTemporaryFolders } from '../demo/temporary-folder.js';
import { onBothEngines } from './engines.js';
import { booksOnce, metric, start, sum } from './leeway.js';

afterEach(killRunning);
afterAll(removeTemporaryFolders);

const EACH = 200;

/** Posts batch after batch until the server takes no more; returns how many were accepted, and how it was told to stop. */
async function postUntilStopped(url: string): Promise<{ accepted: number; last: number | 'gone' }> {
  let accepted = 0;
  for (;;) {
    const events = Array.from({ length: EACH }, (_, i) => steadyPrediction(accepted + i));
    let response: Response;
    try {
      response = await fetch(`${url}/v1/predictions`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: events.map((event) => JSON.stringify(event)).join('\n'),
      });
    } catch {
      // The process has closed its port.
      return { accepted, last: 'gone' };
    }
    if (response.status !== 202) {
      if (response.status === 503) expect(response.headers.get('retry-after')).toBe('5');
      await response.text();
      return { accepted, last: response.status };
    }
    await response.text();
    accepted += EACH;
  }
}

await onBothEngines('a graceful stop', (newPlace) => {
  it('loses nothing that was accepted, and does nothing twice', async () => {
    const place = newPlace();
    const first = await start(place);
    const posting = postUntilStopped(await first.url());
    await booksOnce(first, STEADY, ({ predictions }) => predictions.read >= 2 * EACH);
    expect(await first.stop()).toEqual({ code: 0, signal: null });
    const { accepted, last } = await posting;
    expect([503, 'gone']).toContain(last);
    expect(accepted).toBeGreaterThanOrEqual(2 * EACH);

    const second = await start(place);
    const { predictions } = await booksOnce(
      second,
      STEADY,
      ({ predictions }) => predictions.read >= accepted,
    );
    // The batch that was under way when the port closed may be in the log although nobody was told.
    expect([accepted, accepted + EACH]).toContain(predictions.read);
    expect(predictions).toMatchObject({ accepted: predictions.read, duplicates: 0, deadLetters: 0 });
    expect(sum(await metric(second, 'leeway_restored_records_total'))).toBe(0);
    expect(await second.stop()).toEqual({ code: 0, signal: null });
  });
});

/** A request that is never finished: a stop waits for it, so the test can look at one that is under way. */
async function hangingRequest(url: string): Promise<() => void> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  // The process ends while it is open.
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.write(
    `POST /api/models/x/retrain HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`,
  );
  return () => void socket.destroy();
}

await onBothEngines('a stop that is held up', (newPlace) => {
  it('ends at once at the second signal', async () => {
    const cli = await start(newPlace());
    await hangingRequest(await cli.url());
    cli.signal('SIGTERM');
    await cli.until('that it stops', () => /stopping: running batches/.exec(cli.stderr));
    cli.signal('SIGTERM');
    expect(await cli.ended).toEqual({ code: 143, signal: null });
    expect(cli.stderr).toContain('SIGTERM again: ending at once');
  });

  it('ends with an error when its time is over', async () => {
    const place = newPlace();
    writeFileSync(join(place.data, 'leeway.yaml'), 'partitions: 2\nstopWithin: 3s\n');
    const cli = new CliProcess(['run', '--port', '0', ...place.args], { cwd: place.data });
    await cli.until('/readyz', () => cli.get('/readyz'));
    const url = await cli.url();
    await hangingRequest(url);
    cli.signal('SIGTERM');
    expect((await cli.ended).code).toBe(1);
    expect(cli.stderr).toMatch(/leeway: not stopped within 3 s: ending all the same\. Nothing is lost/);
  });
});
