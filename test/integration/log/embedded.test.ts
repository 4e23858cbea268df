import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmbeddedLog } from '../../../src/log/embedded/index.js';
import { eventLogContract } from '../../contract/event-log.js';

eventLogContract('embedded', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'leeway-log-'));
  const log = await createEmbeddedLog({ directory });
  let names = 0;
  return {
    log: () => Promise.resolve(log),
    topic: (suffix) => `t${names++}-${suffix}`,
    fence: (group, _topics, partition) => log.fence(group, partition),
    // A day after the newest record every retention of the suite has run out.
    expire: () => log.retain(Date.now() + 86_400_000),
    close: async () => {
      await log.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
});
