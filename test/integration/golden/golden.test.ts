import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { createKafkaLog } from '../../../src/log/kafka/index.js';
import type { EventLog } from '../../../src/log/port.js';
import { imbalances } from '../../../src/records/books.js';
import { readExpected, readGoldenLog, writeExpected, writeGoldenLog } from '../../golden/golden-log.js';
import { recordGolden, type Recipe } from '../../golden/record.js';
import { replayGolden } from '../../golden/replay.js';
import { saidIn } from '../../golden/said.js';
import { kafkaService, titled } from '../../services/index.js';
import { removeKafkaPrefix } from '../demo/remove-kafka-prefix.js';
import { temporaryLog } from '../log/embedded/temporary-log.js';

const recipes: Record<string, Recipe> = {
  'churn-concept': {
    simulator: 'churn',
    variant: 'concept',
    seed: 11,
    scale: 0.08,
    daysBefore: 35,
    daysAfter: 21,
  },
  'delivery-data': {
    simulator: 'delivery',
    variant: 'data',
    seed: 12,
    scale: 0.03,
    daysBefore: 35,
    daysAfter: 14,
  },
  'sale-rush': { simulator: 'sale', variant: 'rush', seed: 13, scale: 0.03, daysBefore: 35, daysAfter: 7 },
};
const names = Object.keys(recipes);

const HOW =
  'what this recorded log leads to has changed. If that is meant, run `npm run golden`, look at the difference in test/golden/logs, ' +
  'and say in the commit why each alert changed: whoever replays a log of theirs will see the same change.';

const renew = process.env['LEEWAY_GOLDEN'] === 'renew';

const embedded = async (): Promise<EventLog> => (await temporaryLog()).log;

describe('golden logs', () => {
  it.runIf(renew).each(Object.entries(recipes))('%s is recorded anew', async (name, recipe) => {
    const golden = await recordGolden(recipe, embedded);
    writeGoldenLog(name, golden);
    const log = await embedded();
    await replayGolden(log, golden);
    await writeExpected(name, await saidIn(log, golden.header));
  });

  it('have something to tell: alerts on both tracks, all three tasks, retraining after an alert, records of every fate', () => {
    const all = names.map((name) => readExpected(name) as Awaited<ReturnType<typeof saidIn>>);
    expect(new Set(all.flatMap(({ alerts }) => alerts.flat().map(({ track }) => track)))).toEqual(
      new Set(['data', 'performance']),
    );
    expect(all.map(({ alerts }) => alerts.length > 0)).toEqual(names.map(() => true));
    expect(new Set(all.flatMap(({ requests }) => requests.map(({ task }) => task)))).toEqual(
      new Set(['binary', 'multiclass', 'regression']),
    );
    expect(new Set(all.flatMap(({ requests }) => requests.map(({ reason }) => reason)))).toEqual(
      new Set(['initial', 'alert']),
    );
    for (const { books, deadLetters } of all) {
      expect(imbalances(books)).toEqual([]);
      for (const side of [books.predictions, books.outcomes])
        expect(Math.min(side.duplicates, side.deadLetters, side.late)).toBeGreaterThan(0);
      expect(Object.keys(deadLetters).length).toBeGreaterThan(4);
    }
  });

  it.each(names)('%s leads to the same alerts, requests, metrics and books: embedded', async (name) => {
    const golden = readGoldenLog(name);
    const log = await embedded();
    await replayGolden(log, golden);
    expect(await saidIn(log, golden.header), HOW).toEqual(readExpected(name));
  });
});

const kafka = await kafkaService();
describe.skipIf(kafka.missing !== undefined)(titled('golden logs on Kafka', kafka), () => {
  const address = kafka.address ?? '';
  const prefix = `golden-${randomUUID().slice(0, 8)}-`;
  afterAll(() => removeKafkaPrefix(address, prefix));

  it.each(names)('%s leads to the same alerts, requests, metrics and books', async (name) => {
    const golden = readGoldenLog(name);
    const log = createKafkaLog({
      brokers: [address],
      clientId: 'golden',
      prefix: `${prefix}${name}-`,
      maxWaitMs: 50,
    });
    try {
      await replayGolden(log, golden);
      expect(await saidIn(log, golden.header), HOW).toEqual(readExpected(name));
    } finally {
      await log.close();
    }
  });
});
