import { describe, expect, it } from 'vitest';

import { clientLogCreator, type KafkaLogger } from '../../../../src/log/kafka/client-logger.js';
import { logLevel } from '../../../../src/log/kafka/kafkajs.js';

describe("kafkajs's log", () => {
  it('is passed on with its details, errors as information', () => {
    const lines: [string, object, string][] = [];
    const at =
      (level: string) =>
      (details: object, message: string): void => {
        lines.push([level, details, message]);
      };
    const logger: KafkaLogger = {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
    };
    const log = clientLogCreator(logger)();
    const entry = {
      namespace: 'Consumer',
      label: '',
      log: { timestamp: 't', message: 'rebalancing', groupId: 'g' },
    };
    log({ ...entry, level: logLevel.ERROR });
    log({ ...entry, level: logLevel.WARN });
    const details = { timestamp: 't', groupId: 'g' };
    expect(lines).toEqual([
      ['info', details, 'kafkajs Consumer: rebalancing'],
      ['debug', details, 'kafkajs Consumer: rebalancing'],
    ]);
  });
});
