/** Does any broker listen at all? Asked before the client, whose own tries take long and say little. */
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const CONNECT_MS = 5_000;
const AGAIN_MS = 1_000;
/** Brokers that are started together with Leeway need a while. */
const PATIENCE_MS = 30_000;

/** Resolves as soon as one accepts a connection; throws when none has within `patienceMs`. */
export async function anyBroker(
  brokers: readonly string[],
  warn: (text: string) => void,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (let attempt = 1; ; attempt++) {
    const failures = await Promise.all(brokers.map(tryOne));
    if (failures.includes(null)) return;
    const why = brokers.map((broker, i) => `${broker}: ${failures[i]}`).join('; ');
    if (performance.now() + AGAIN_MS > deadline) {
      throw new Error(
        `no Kafka broker can be reached (${why}): is it running, and is the address that of kafka.brokers or --kafka?`,
      );
    }
    if (attempt === 1) warn(`no Kafka broker can be reached yet (${why}); trying for ${patienceMs / 1000} s`);
    await delay(AGAIN_MS);
  }
}

/** Null when it accepts a connection, else why not. */
function tryOne(broker: string): Promise<string | null> {
  const colon = broker.lastIndexOf(':');
  return new Promise((resolve) => {
    const socket = connect({ host: broker.slice(0, colon), port: Number(broker.slice(colon + 1)) });
    const settle = (why: string | null): void => {
      socket.destroy();
      resolve(why);
    };
    socket.setTimeout(CONNECT_MS, () => settle(`no answer within ${CONNECT_MS / 1000} s`));
    socket.once('connect', () => settle(null));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
  });
}
