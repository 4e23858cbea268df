import { afterAll, afterEach, expect, it } from 'vitest';
import type { ReplayResult } from '../../../src/server/dead-letters/replay.js';
import type { LettersJson } from '../../../src/server/operations/operations.js';
import { readAll } from '../../contract/event-log/fixture.js';
import { killRunning } from '../demo/cli-process.js';
import { steadyPrediction } from '../demo/steady-stream.js';
import { removeTemporaryFolders } from '../demo/temporary-folder.js';
import { onBothEngines, PARTITIONS, type Place } from './engines.js';
import { booksOnce, command, jsonOf, metric, start, sum } from './leeway.js';

afterEach(killRunning);
afterAll(removeTemporaryFolders);

const BAD = '{"id":"p7","model":"steady"';
const FUTURE = JSON.stringify({ ...steadyPrediction(1), id: 'ahead', time: Date.UTC(2999, 0, 1) });

/** Two good records, one that is no JSON and one of the future. */
async function fill(place: Place): Promise<void> {
  await place.withLog((log) =>
    log.append(
      [
        ['p1', JSON.stringify(steadyPrediction(1))],
        ['p7', BAD],
        ['ahead', FUTURE],
        ['p2', JSON.stringify(steadyPrediction(2))],
      ].map(([key, value]) => ({
        topic: 'predictions',
        key: key as string,
        value: Buffer.from(value as string),
      })),
    ),
  );
}

async function sources(place: Place): Promise<string[]> {
  return place.withLog(async (log) => {
    const all = [];
    for (let p = 0; p < PARTITIONS; p++) all.push(...(await readAll(log, 'predictions', p)));
    return all.map(({ value }) => value?.toString() ?? '').sort();
  });
}

await onBothEngines('dead letters', (newPlace) => {
  it('are listed, shown and sent again once', async () => {
    const place = newPlace();
    await fill(place);
    const cli = await start(place);
    await cli.until('two dead letters', async () =>
      sum(await metric(cli, 'leeway_dead_letters_total')) === 2 ? true : undefined,
    );
    // While it runs: on Kafka on the log itself, embedded through its owner.
    const { letters, counts } = await jsonOf<LettersJson>(place, ['dead-letters', 'list']);
    expect(counts).toEqual({ 'bad-json': 1, future: 1 });
    const bad = letters.find(({ reason }) => reason === 'bad-json');
    expect(bad).toMatchObject({ topic: 'predictions', key: 'p7', model: null, text: BAD, replayed: [] });
    expect(letters.find(({ reason }) => reason === 'future')).toMatchObject({
      model: 'steady',
      text: FUTURE,
    });
    const id = bad?.id ?? '';

    const filtered = await jsonOf<LettersJson>(place, ['dead-letters', 'list', '--reason', 'future']);
    expect(filtered.letters.map(({ key }) => key)).toEqual(['ahead']);
    const none = await command(place, ['dead-letters', 'list', '--model', 'other']);
    expect(none.stdout).toBe('No dead letters.\n');
    const shown = await command(place, ['dead-letters', 'show', id]);
    expect(shown.stdout).toContain(`${id}: bad-json`);
    expect(shown.stdout.trimEnd().split('\n').at(-1)).toBe(BAD);

    const replay = (...args: string[]) => jsonOf<ReplayResult>(place, ['dead-letters', 'replay', ...args]);
    expect(await replay('--reason', 'bad-json')).toEqual({ replayed: 1, before: 0, lost: [] });
    expect(await replay(id)).toEqual({ replayed: 0, before: 1, lost: [] });
    // It is as bad as it was, so it comes back, as a letter of its own.
    await cli.until('a third dead letter', async () =>
      sum(await metric(cli, 'leeway_dead_letters_total')) === 3 ? true : undefined,
    );
    const after = await jsonOf<LettersJson>(place, ['dead-letters', 'list']);
    expect(after.counts).toEqual({ 'bad-json': 2, future: 1 });
    expect(after.letters.find((letter) => letter.id === id)?.replayed).toEqual([
      { id, at: expect.any(Number) as number, by: expect.stringMatching(/./) as string },
    ]);
    expect(await cli.stop()).toEqual({ code: 0, signal: null });

    // Nothing runs: on the log itself on both engines.
    expect(await jsonOf<ReplayResult>(place, ['dead-letters', 'replay', id, '--again'])).toEqual({
      replayed: 1,
      before: 0,
      lost: [],
    });
    expect((await sources(place)).filter((text) => text === BAD)).toHaveLength(3);
    const again = await start(place);
    const { predictions } = await booksOnce(
      again,
      '(unknown)',
      (books) => books.predictions.deadLetters === 3,
    );
    expect(predictions.read).toBe(3);
    expect(await again.stop()).toEqual({ code: 0, signal: null });
  });

  it('are not sent again by accident, nor looked for where there is no log', async () => {
    const place = newPlace();
    const all = await command(place, ['dead-letters', 'replay']);
    expect(all.exit?.code).toBe(1);
    expect(all.stderr).toContain(
      'say which: ids (topic/partition/offset), --reason, --model, --since, or --all',
    );
    const wrong = await command(place, ['dead-letters', 'show', '17']);
    expect(wrong.stderr).toContain(
      'a dead letter is named by topic/partition/offset such as predictions/0/17, got 17',
    );
    if (place.shared) return;
    const nothing = await command(place, ['dead-letters', 'list']);
    expect(nothing.stderr).toMatch(/leeway: there is no log in .*--data.*--kafka.*--url/);
    const cli = await start(place);
    const owned = await command(place, ['dead-letters', 'list']);
    // Its owner, which listens somewhere else than the configuration says, is asked.
    expect(owned).toMatchObject({ stdout: 'No dead letters.\n', stderr: '' });
    await cli.stop();
  });
});
