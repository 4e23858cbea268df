import { expect, it } from 'vitest';
import { lastStanding } from '../../../../src/log/kafka/commits-in-doubt.js';
import type { KafkaConnection } from '../../../../src/log/kafka/connection.js';
import { silentLogger } from '../../../../src/log/kafka/client-logger.js';
import { toOffset } from '../../../../src/log/port.js';

it('a group that appends nothing reads again, and nobody is told that records were counted twice', async () => {
  const said: string[] = [];
  const say = (level: string) => (_: object, text: string) => void said.push(`${level}: ${text}`);
  const logger = { ...silentLogger, warn: say('warn'), error: say('error') };
  // No broker: it must not be asked for anything.
  const connection = { settings: { logger } } as unknown as KafkaConnection;
  const found = new Map([['metrics', { committed: toOffset(7), commit: null }]]) as unknown as Parameters<
    typeof lastStanding
  >[2];
  const standing = await lastStanding(connection, { group: 'sink', partition: 0, produces: [] }, found);
  expect(standing).toEqual(found);
  expect(said).toEqual(['warn: the last commit of a group that appends nothing is in doubt: it reads again']);
});
