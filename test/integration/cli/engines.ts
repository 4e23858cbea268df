/** The two engines, as a command line names them and as a test opens them beside it. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { createEmbeddedLog } from '../../../src/log/embedded/index.js';
import { createKafkaLog } from '../../../src/log/kafka/index.js';
import type { EventLog } from '../../../src/log/port.js';
import { topicSpecs } from '../../../src/topology.js';
import { kafkaService, titled } from '../../services/index.js';
import { removeKafkaPrefix } from '../demo/remove-kafka-prefix.js';
import { temporaryFolder } from '../demo/temporary-folder.js';

/** Few, so that Kafka's groups are quick to form. */
export const PARTITIONS = 2;

export interface Place {
  readonly data: string;
  /** `--data DIR`, and on Kafka `--kafka` and `--prefix`: what names the log to any command. */
  readonly args: readonly string[];
  /** Whether several processes can have the log open. */
  readonly shared: boolean;
  /** Opens the log as another client would; of the embedded engine only while no process has it open. */
  withLog<T>(work: (log: EventLog) => Promise<T>): Promise<T>;
}

/** The suite on each engine that there is; `newPlace` is a log of its own. */
export async function onBothEngines(title: string, suite: (newPlace: () => Place) => void): Promise<void> {
  const kafka = await kafkaService();
  describe(`${title}: embedded`, () => suite(() => embedded()));
  describe.skipIf(kafka.missing !== undefined)(titled(`${title}: Kafka`, kafka), () => {
    const address = kafka.address ?? '';
    const prefixes: string[] = [];
    afterAll(async () => {
      for (const prefix of prefixes) await removeKafkaPrefix(address, prefix);
    });
    suite(() => {
      const prefix = `cli-${randomUUID().slice(0, 8)}-`;
      prefixes.push(prefix);
      return onKafka(address, prefix);
    });
  });
}

function embedded(): Place {
  const data = temporaryFolder();
  return place(data, ['--data', data], false, () => createEmbeddedLog({ directory: join(data, 'log') }));
}

function onKafka(address: string, prefix: string): Place {
  const data = temporaryFolder();
  return place(data, ['--data', data, '--kafka', address, '--prefix', prefix], true, () =>
    Promise.resolve(createKafkaLog({ brokers: [address], clientId: 'cli-test', prefix, maxWaitMs: 50 })),
  );
}

function place(data: string, args: readonly string[], shared: boolean, open: () => Promise<EventLog>): Place {
  return {
    data,
    args,
    shared,
    withLog: async (work) => {
      const log = await open();
      try {
        await log.ensureTopics(topicSpecs(PARTITIONS));
        return await work(log);
      } finally {
        await log.close();
      }
    },
  };
}
