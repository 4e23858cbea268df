import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { brokerProperties, formatFolder, jarFolder, javaArguments, javaPath } from './kafka.js';
import { freePort, freshFolder, serve, untilReady, type Server } from './process.js';
import { withProgress } from './progress.js';

/** A broker that can be killed and started again on what it has kept: for tests that need it to fail. */
export interface RestartableKafka {
  /** `host:port`, the same in every life. */
  readonly address: string;
  /** kill -9: what it had not flushed is in the operating system's hands. */
  kill(): Promise<void>;
  /** Resolves when it serves again. */
  start(): Promise<void>;
  /** Ends it and removes all that it has kept. */
  stop(): Promise<void>;
}

/** A real one-node Apache Kafka (KRaft) of its own on free ports of 127.0.0.1; see `startKafka`. */
export async function startRestartableKafka(): Promise<RestartableKafka> {
  const [java, jars] = [javaPath(), await jarFolder()];
  const [port, controller] = [await freePort(), await freePort()];
  const folder = freshFolder('kafka-restartable');
  // Each life has a lifeline of its own, which removes the life's folder; the broker's is kept by one that has all of them.
  const keeper = serve(folder, process.execPath, ['-e', 'setInterval(() => {}, 2 ** 30)']);
  const properties = join(folder, 'server.properties');
  writeFileSync(properties, brokerProperties(folder, port, controller));
  await formatFolder(java, jars, properties);
  let broker: Server | undefined;
  const start = async (): Promise<void> => {
    const life = freshFolder('kafka-life');
    const next = serve(life, java, javaArguments(jars, properties));
    broker = next;
    await untilReady('the Kafka broker', next, () => next.log().includes('Kafka Server started'), 90);
  };
  await withProgress('starting a Kafka that may be killed', start);
  return {
    address: `127.0.0.1:${port}`,
    start,
    kill: async () => broker?.kill(),
    stop: async () => {
      await broker?.stop();
      await keeper.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
