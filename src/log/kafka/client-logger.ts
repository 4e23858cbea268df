import type { LogEntry } from 'kafkajs';

import { logLevel } from './kafkajs.js';

/** Where the adapter's messages go; a pino logger fits. */
export interface KafkaLogger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export const silentLogger: KafkaLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * Passes kafkajs's log on, one level lower: what it calls an error is often part of an ordinary rebalance, and real
 * errors reach the caller as `LogError`.
 */
export function clientLogCreator(logger: KafkaLogger): () => (entry: LogEntry) => void {
  return () => (entry) => {
    const { message, timestamp, ...details } = entry.log;
    const text = `kafkajs ${entry.namespace}: ${message}`;
    switch (entry.level) {
      case logLevel.ERROR:
        logger.warn({ ...details, timestamp }, text);
        break;
      case logLevel.WARN:
        logger.info({ ...details, timestamp }, text);
        break;
      case logLevel.NOTHING:
      case logLevel.INFO:
      case logLevel.DEBUG:
        logger.debug({ ...details, timestamp }, text);
        break;
    }
  };
}
