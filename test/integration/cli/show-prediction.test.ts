import { afterAll, afterEach, expect, it } from 'vitest';
import type { Life } from '../../../src/server/life/life.js';
import type { AlertRecord, ModelRecord, RetrainingRecord } from '../../../src/records/feed.js';
import { alertRecord, modelRecord, retrainingRecord } from '../../unit/server/feed-records.js';
import { killRunning } from '../demo/cli-process.js';
import { STEADY, steadyOutcome, steadyPrediction } from '../demo/steady-stream.js';
import { removeTemporaryFolders } from '../demo/temporary-folder.js';
import { onBothEngines, type Place } from './engines.js';
import { booksOnce, command, jsonOf, start } from './leeway.js';

afterEach(killRunning);
afterAll(removeTemporaryFolders);

interface WireEvent {
  readonly id: string;
  readonly model: string;
  readonly score?: number;
}

const MINUTE = 60_000;
const ROWS = 60;
const I = 17;
const at = steadyPrediction(I).time as number;

/** Sixty rows; of row 17 also a duplicate, a conflict and, for another model, the same id. */
async function fill(place: Place): Promise<void> {
  const json = (topic: string, event: WireEvent) => ({
    topic,
    key: event.id,
    value: Buffer.from(JSON.stringify(event)),
  });
  const rows = Array.from({ length: ROWS }, (_, i) => i);
  await place.withLog(async (log) => {
    await log.append(rows.map((i) => json('predictions', steadyPrediction(i))));
    await log.append([
      json('predictions', steadyPrediction(I)),
      json('predictions', { ...steadyPrediction(I), score: 0.1 }),
      json('predictions', { ...steadyPrediction(I), model: 'other' }),
      // More than the grace behind the newest of its partition.
      json('predictions', { ...steadyPrediction(I), id: 'late' }),
    ]);
    await log.append(rows.map((i) => json('outcomes', steadyOutcome(i))));
    const alert: AlertRecord = alertRecord({
      id: 'a1',
      model: STEADY,
      version: '1',
      onset: at - MINUTE,
      firedAt: at + MINUTE,
    });
    const request: RetrainingRecord = {
      ...retrainingRecord(),
      id: 'q1',
      model: STEADY,
      from: at,
      to: at + 1,
    };
    const verdict: ModelRecord = {
      ...modelRecord(),
      model: STEADY,
      version: '2',
      request: 'q1',
      promoted: true,
      effectiveFrom: at - MINUTE,
    };
    await log.append(
      (
        [
          ['alerts', alert],
          [
            'alerts',
            alertRecord({ id: 'a2', model: STEADY, onset: at + MINUTE * 60, firedAt: at + MINUTE * 61 }),
          ],
          ['retraining', request],
          ['models', verdict],
        ] as const
      ).map(([topic, record]) => ({ topic, key: STEADY, value: Buffer.from(JSON.stringify(record)) })),
    );
  });
}

await onBothEngines('leeway show prediction', (newPlace) => {
  it('tells the whole life of it, on the log and through a running Leeway', async () => {
    const place = newPlace();
    await fill(place);
    const life = await jsonOf<Life>(place, ['show', 'prediction', `p${I}`, '--model', STEADY]);
    const start5 = Math.floor(at / (5 * MINUTE)) * 5 * MINUTE;
    const happened = at + 10 * MINUTE;
    expect(
      life.records.map(({ topic, fate, reason, joined, late }) => ({ topic, fate, reason, joined, late })),
    ).toEqual([
      { topic: 'predictions', fate: 'accepted', reason: null, joined: false, late: false },
      { topic: 'predictions', fate: 'duplicate', reason: null, joined: false, late: false },
      { topic: 'predictions', fate: 'dead letter', reason: 'conflicting', joined: false, late: false },
      { topic: 'outcomes', fate: 'accepted', reason: null, joined: true, late: false },
    ]);
    expect(life.records.map(({ panes }) => panes)).toEqual([
      [{ side: 'prediction', version: '1', segment: '', start: start5 }],
      [],
      [],
      [{ side: 'outcome', version: '1', segment: '', start: start5 + 10 * MINUTE }],
    ]);
    expect(life.models).toEqual([
      {
        model: STEADY,
        pane: 5 * MINUTE,
        predictedAt: at,
        happenedAt: happened,
        delay: 10 * MINUTE,
        versionInForce: '2',
        alerts: [expect.objectContaining({ id: 'a1' })],
        trainings: [{ request: 'q1', from: at, to: at + 1, version: '2', promoted: true }],
      },
    ]);

    const both = await jsonOf<Life>(place, ['show', 'prediction', `p${I}`]);
    expect(both.models.map(({ model }) => model)).toEqual(['other', STEADY]);
    const late = await jsonOf<Life>(place, ['show', 'prediction', 'late']);
    expect(late.records).toMatchObject([{ fate: 'accepted', late: true, panes: [] }]);

    const text = await command(place, ['show', 'prediction', `p${I}`, '--model', STEADY]);
    expect(text.exit?.code).toBe(0);
    expect(text.stdout).toContain('accepted; joined to its prediction, which was there');
    expect(text.stdout).toContain('(10 min after the prediction)');
    const unknown = await command(place, ['show', 'prediction', 'p1000']);
    expect(unknown.exit?.code).toBe(1);
    expect(unknown.stdout).toContain('There is no record of p1000 in partition');

    if (place.shared) return;
    const cli = await start(place);
    await booksOnce(cli, STEADY, ({ outcomes }) => outcomes.read >= ROWS);
    const asked = await jsonOf<Life>(place, [
      'show',
      'prediction',
      `p${I}`,
      '--model',
      STEADY,
      '--url',
      await cli.url(),
    ]);
    expect(asked).toEqual(life);
    expect(await cli.stop()).toEqual({ code: 0, signal: null });
  });
});
