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
 * Passes kafkajs's log on, lowered: what it calls an error is often part of an ordinary rebalance or one of hundreds of
 * tries while a broker is away, and what matters reaches the caller as `LogError` or the log as a message of ours.
 */
export function clientLogCreator(logger: KafkaLogger): () => (entry: LogEntry) => void {
  return () => (entry) => {
    const { message, ...details } = entry.log;
    const text = `kafkajs ${entry.namespace}: ${message}`;
    if (entry.level === logLevel.ERROR) logger.info(details, text);
    else logger.debug(details, text);
  };
}
