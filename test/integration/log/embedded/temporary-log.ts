/** A log in a directory of its own that goes away with the test; `reopen` is a restart. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  createEmbeddedLog,
  type EmbeddedLog,
  type EmbeddedLogOptions,
} from '../../../../src/log/embedded/index.js';

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'leeway-log-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

export async function temporaryLog(
  options: Omit<EmbeddedLogOptions, 'directory'> = {},
): Promise<{ readonly log: EmbeddedLog; readonly directory: string; reopen: () => Promise<EmbeddedLog> }> {
  const directory = await temporaryDirectory();
  let log = await createEmbeddedLog({ directory, ...options });
  onTestFinished(() => log.close());
  return {
    log,
    directory,
    reopen: async () => {
      await log.close();
      log = await createEmbeddedLog({ directory, ...options });
      return log;
    },
  };
}
