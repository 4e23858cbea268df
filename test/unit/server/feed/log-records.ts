/** Log records and deliveries for tests of the feed. */
import { readDelivery, type Delivery } from '../../../../consumers/feed/delivery.js';
import { toOffset, type LogRecord } from '../../../../src/log/port.js';

export function logRecord(topic: string, partition: number, offset: number, value: unknown): LogRecord {
  return {
    topic,
    partition,
    offset: toOffset(offset),
    key: 'flights',
    value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
    headers: {},
    appendedAt: 0,
  };
}

export function delivery(topic: string, partition: number, offset: number, value: unknown): Delivery {
  const read = readDelivery(logRecord(topic, partition, offset, value));
  if (read === null || 'unreadable' in read) throw new Error('the test made a record that cannot be read');
  return read;
}
