import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { announceOwner, ownerUrl } from '../../../src/cli/owner-address.js';
import { withOperations } from '../../../src/cli/operations-access.js';
import { openExistingLog } from '../../../src/cli/adapters.js';
import { createLogger } from '../../../src/cli/logger.js';
import { defaultConfig } from '../../../src/config/load-config.js';
import { lockDirectory } from '../../../src/log/embedded/directory-lock.js';

const URL_OF_IT = 'http://127.0.0.1:1';

function owned() {
  const data = mkdtempSync(join(tmpdir(), 'leeway-owner-'));
  const log = join(data, 'log');
  mkdirSync(log);
  const release = lockDirectory(log);
  onTestFinished(() => {
    release();
    rmSync(data, { recursive: true });
  });
  return { config: { ...defaultConfig, data }, log, release };
}

it('the owner of a log says where it can be asked, and nobody else does', () => {
  const { config, log, release } = owned();
  expect(ownerUrl(config)).toBeNull();
  const withdraw = announceOwner(config, URL_OF_IT);
  expect(ownerUrl(config)).toBe(URL_OF_IT);
  // As after a kill: the file is there, its owner is not.
  release();
  expect(ownerUrl(config)).toBeNull();
  const again = lockDirectory(log);
  // Another process holds the lock, which has said nothing yet.
  writeFileSync(join(log, 'owner.url'), JSON.stringify({ pid: process.pid + 1, url: URL_OF_IT }));
  expect(ownerUrl(config)).toBeNull();
  announceOwner(config, URL_OF_IT);
  withdraw();
  expect(ownerUrl(config)).toBeNull();
  writeFileSync(join(log, 'owner.url'), '{"pid":');
  expect(ownerUrl(config)).toBeNull();
  again();
});

it('commands do not ask whoever listens at the configured port', async () => {
  const { config } = owned();
  const ask = () => withOperations(config, undefined, () => Promise.resolve('asked'));
  await expect(ask()).rejects.toThrow(
    /is in use by this process .*It does not listen, so it cannot be asked/u,
  );
  announceOwner(config, URL_OF_IT);
  await expect(ask()).rejects.toThrow(/It was to be asked at http:\/\/127\.0\.0\.1:1 and does not answer/u);
});

it('a folder without a log is not made one by asking', async () => {
  const config = { ...defaultConfig, data: join(tmpdir(), 'leeway-no-such-folder') };
  await expect(openExistingLog(config, createLogger('silent'))).rejects.toThrow(
    `there is no log in ${config.data}: name the data directory with --data, or a cluster with --kafka`,
  );
});
