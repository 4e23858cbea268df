/** `leeway explain` and `leeway skew` as people call them: on files, and on the log. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../detectors/random.js';
import { createEmbeddedLog } from '../../../src/log/embedded/index.js';
import { topicSpecs } from '../../../src/topology.js';
import { loadConfig } from '../../../src/config/load-config.js';

const main = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url));
const DAY = 86_400_000;
const BEGIN = Date.UTC(2024, 0, 1);
let folder = '';

/** 35 days, 40 rows each; from day 28 on the prices are twice what they were. */
const events = (() => {
  const random = seededRandom(1);
  return Array.from({ length: 35 * 40 }, (_, i) => {
    const time = BEGIN + Math.floor((i * DAY) / 40);
    const price = 10 + 5 * random();
    const features = { price: time >= BEGIN + 28 * DAY ? 2 * price : price, size: random() };
    return { id: `e${i}`, model: 'm', version: '1', time, features, prediction: 1 };
  });
})();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leeway-explain-'));
  writeFileSync(join(folder, 'events.ndjson'), events.map((event) => JSON.stringify(event)).join('\n'));
  const rows = events.map(
    ({ id, time, features }) => `${id},${new Date(time).toISOString()},${features.price},${features.size}`,
  );
  const header = 'id,timestamp,price,size';
  writeFileSync(join(folder, 'table.csv'), [header, ...rows].join('\n'));
  writeFileSync(join(folder, 'trained-on.csv'), [header, ...rows.slice(0, 28 * 40)].join('\n'));
  const config = loadConfig('', 'the test');
  const log = await createEmbeddedLog({ directory: join(folder, 'data', 'log') });
  await log.ensureTopics(topicSpecs(config.partitions, config));
  await log.append(
    events.map((event) => ({
      topic: 'predictions',
      key: event.id,
      value: Buffer.from(JSON.stringify(event)),
    })),
  );
  await log.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const explain = (...args: string[]) => leeway('explain', ...args);
const skew = (...args: string[]) => leeway('skew', ...args);

function leeway(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: folder }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

describe('leeway explain', () => {
  it.each([
    ['events', ['--file', 'events.ndjson']],
    ['a table', ['--file', 'table.csv']],
    ['the log', ['--data', 'data']],
  ])('tells the last week from the four before by %s, and names the price', async (_, from) => {
    const { code, out } = await explain('m', ...from, '--json');
    expect(code).toBe(0);
    const found = JSON.parse(out) as Record<string, unknown>;
    expect(found).toMatchObject({ model: 'm', apart: true, seen: { recent: 280 } });
    expect((found['features'] as { name: string }[])[0]?.name).toBe('price');
    expect(found['auc']).toBeGreaterThan(0.95);
  });

  it('says what is wrong where it cannot tell', async () => {
    const nobody = await explain('other', '--file', 'events.ndjson');
    expect([nobody.code, nobody.err]).toEqual([1, 'leeway: there is no prediction of that model\n']);
    const little = await explain('m', '--file', 'events.ndjson', '--since', '2d');
    expect(little.err).toBe('leeway: the recent stretch has 80 rows: at least 200 are needed\n');
    const turned = await explain('m', '--file', 'events.ndjson', '--since', '2024-03-01T00:00:00Z');
    expect(turned.err).toMatch(/^leeway: --reference, --since and --until must follow each other, got /);
  });
});

describe('leeway skew', () => {
  const training = ['--training', 'trained-on.csv'];

  it.each([
    ['events', ['--file', 'events.ndjson']],
    ['the log', ['--data', 'data']],
  ])('holds the first week of a version against the rows it was trained on, by %s', async (_, from) => {
    const { code, out, err } = await skew('m', ...training, ...from, '--json');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      model: 'm',
      version: '1',
      service: ['2024-01-01T00:00:00.000Z', '2024-01-08T00:00:00.000Z'],
      rows: { training: 1120, service: 280 },
      apart: false,
      features: [],
      // The very rows, written to a table and read again.
      same: { rows: 280, features: [] },
    });
  });

  it('names the feature whose values are others in service', async () => {
    const { out } = await skew('m', ...training, '--file', 'events.ndjson', '--since', '7d');
    expect(out).toMatch(/^m, version 1: 2024-01-2\dT.* against trained-on\.csv\n/);
    expect(out).toContain('they are not alike.\n1 feature differs, worst first:\n  1. price: has values in');
    expect(out).toContain('No id is on both sides');
  });

  it('says what is wrong where it cannot tell', async () => {
    const events = ['--file', 'events.ndjson'];
    const version = await skew('m', ...training, ...events, '--model-version', '9');
    expect([version.code, version.err]).toEqual([
      1,
      'leeway: there is no prediction of version 9; there are 1\n',
    ]);
    const gone = await skew('m', '--training', 'nowhere.csv', ...events);
    expect(gone.code).toBe(1);
    expect(gone.err).toContain('nowhere.csv');
    const none = await skew('m', ...events);
    expect(none.err).toContain("required option '--training <files...>'");
  });
});
