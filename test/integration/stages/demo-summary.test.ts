import { describe, expect, it } from 'vitest';
import { summarise } from '../../../src/cli/demo-summary.js';
import { emptyBooks } from '../../../src/records/books.js';
import type { NewRecord } from '../../../src/log/port.js';
import { topicSpecs } from '../../../src/topology.js';
import { begin, live, promotion } from '../../unit/evaluator/life.js';
import { BEGIN, DAY, MODEL, PARTITIONS, rowsOf, USUAL } from '../../unit/evaluator/world.js';
import { temporaryLog } from '../log/embedded/temporary-log.js';

const json = (topic: string, value: object): NewRecord => ({
  topic,
  key: MODEL,
  value: Buffer.from(JSON.stringify(value)),
});

describe('summarise', () => {
  it('folds what the log says of a whole life: books, alerts in their last state, requests with their answers, versions', async () => {
    const { log } = await temporaryLog();
    await log.ensureTopics(topicSpecs(PARTITIONS));
    const beginning = await begin();
    const drift = (day: number) => (day >= 50 && day < 58 ? { ...USUAL, wrong: 0.5 } : USUAL);
    const life = live(beginning, 25, { weather: drift });
    await log.append([...beginning.said.records, ...life.said.records]);
    await log.append([
      json('models', promotion(beginning.request, '1', beginning.reference)),
      { ...json('metrics', { v: 1, kind: 'status', model: 'another' }), key: 'another' },
    ]);

    const { summary, imbalances } = await summarise(log, MODEL, PARTITIONS, 12);
    expect(imbalances).toEqual([]);
    const rows = [
      ...beginning.rows,
      ...rowsOf({
        from: beginning.effectiveFrom,
        to: beginning.effectiveFrom + 25 * DAY,
        version: '1',
        weather: drift,
      }),
    ];
    const all = { read: rows.length, accepted: rows.length, duplicates: 0, deadLetters: 0 };
    expect(summary).toMatchObject({
      predictions: all,
      outcomes: all,
      joined: rows.length,
      unmatchedPredictions: 0,
      unmatchedOutcomes: 0,
      seconds: 12,
    });
    expect(summary.panes).toBe(
      beginning.said.panes.concat(life.said.panes).filter(({ prediction }) => prediction).length,
    );

    const [fired, resolved] = life.said.alerts;
    expect(summary.alerts).toHaveLength(1);
    expect(summary.alerts[0]).toMatchObject({
      id: fired?.id,
      firedAt: new Date(fired?.firedAt ?? 0).toISOString(),
      resolvedAt: new Date(resolved?.resolvedAt ?? 0).toISOString(),
    });
    expect(summary.retrainings.map(({ reason, promoted, why }) => [reason, promoted, why])).toEqual([
      ['initial', true, 'because'],
      [fired?.id, null, 'not answered yet'],
    ]);
    expect(summary.versions.map(({ version, from, rows }) => [version, from, rows])).toEqual([
      ['0', new Date(BEGIN).toISOString(), beginning.rows.length],
      ['1', new Date(beginning.effectiveFrom).toISOString(), rows.length - beginning.rows.length],
    ]);
    const right = rows.filter(
      ({ score, outcome, version }) => version === '1' && ((score ?? 0) >= 0.5 ? 1 : 0) === outcome,
    ).length;
    expect(summary.versions[1]?.accuracy).toBeCloseTo(right / (rows.length - beginning.rows.length), 12);
  });

  it('says what does not add up', async () => {
    const { log } = await temporaryLog();
    await log.ensureTopics(topicSpecs(PARTITIONS));
    const life = live(await begin(), 1);
    const books = emptyBooks();
    books.predictions.read = 5;
    await log.append([...life.said.records, json('metrics', { ...life.said.status, books })]);
    const { imbalances } = await summarise(log, MODEL, PARTITIONS, 1);
    expect(imbalances).toEqual([
      'predictions: read 5, but accepted + duplicates + dead letters + sampled out = 0',
    ]);
  });

  it('refuses a log that knows nothing of the model', async () => {
    const { log } = await temporaryLog();
    await log.ensureTopics(topicSpecs(PARTITIONS));
    await expect(summarise(log, 'nobody', PARTITIONS, 1)).rejects.toThrow(
      'the log has no status of model nobody',
    );
  });
});
