/**
 * The chaos suite, short: processes killed at random times and at named steps of the commit, and what else goes wrong, on both
 * engines. Everything that comes out must be what a calm run of the same load gives. The long form is `npm run chaos`.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { influxService, kafkaService, titled } from '../../services/index.js';
import { removeTemporaryFolders } from '../demo/temporary-folder.js';
import { shortRun } from './short-run.js';

const LIMIT_MS = 900_000;
const [kafka, influx] = [await kafkaService(), await influxService()];

afterAll(removeTemporaryFolders);

function expectFull(result: Awaited<ReturnType<typeof shortRun>>): void {
  expect(result.kills).toBeGreaterThanOrEqual(8);
  expect(result.versions).toBeGreaterThanOrEqual(3);
  expect(result.deadLetters).toBeGreaterThan(0);
  expect(result.panes).toBeGreaterThan(500);
  expect(result.points).toBeGreaterThan(5_000);
}

describe('eight kills and more on the embedded engine', () => {
  it('lose nothing, double nothing and change nothing', { timeout: LIMIT_MS }, async () => {
    expectFull(await shortRun('embedded'));
  });
});

const lacks = kafka.missing !== undefined || influx.missing !== undefined;
describe.skipIf(lacks)(titled('eight kills and more on Kafka and InfluxDB', kafka, influx), () => {
  it('lose nothing, double nothing and change nothing', { timeout: LIMIT_MS }, async () => {
    expectFull(await shortRun('kafka'));
  });
});
