import { HttpTransport } from './http-transport.js';
import { LogTransport } from './log-transport.js';
import { DEFAULT_TIMEOUT_MS, type ClientTarget } from './options.js';
import type { Timers } from './timers.js';
import type { Transport } from './transport.js';

/** kafkajs is loaded with the first batch, and only by applications that use it. */
export function openTransport(target: ClientTarget, timers: Timers): Transport {
  if ('log' in target) return new LogTransport({ open: async () => target.log, ownsLog: false });
  if ('brokers' in target) {
    const { brokers, clientId = 'leeway-client', prefix = '' } = target;
    const open = async () =>
      (await import('../../src/log/kafka/index.js')).createKafkaLog({ brokers, clientId, prefix });
    return new LogTransport({ open, ownsLog: true });
  }
  return new HttpTransport({ timeoutMs: DEFAULT_TIMEOUT_MS, ...target, now: () => timers.now() });
}
