import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cacheFolder, freePort, freshFolder, onPath, run, serve, untilReady } from './process.js';
import { withProgress } from './progress.js';
import type { Running } from './service.js';

/** All tests run on this one, or on the one that `LEEWAY_KAFKA_VERSION` names. */
const VERSION = process.env['LEEWAY_KAFKA_VERSION'] || '4.3.1';
const SCALA = '2.13';
/** Any 22-character base64 uuid does: the cluster lives as long as one test run. */
const CLUSTER_ID = 'bGVld2F5LXRlc3QtcnVuLQ';

/** Starts a real one-node Apache Kafka (KRaft) on free ports of 127.0.0.1; fetches it from Maven Central when needed. */
export async function startKafka(version = VERSION): Promise<Running> {
  const [java, jars] = [javaPath(), await jarFolder(version)];
  return await withProgress(`starting Kafka ${version}`, async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await startBroker(java, jars);
      } catch (error) {
        // Another process may have taken one of the two ports between our asking and the broker's binding.
        if (attempt === 3 || !String(error).includes('Address already in use')) throw error;
      }
    }
  });
}

async function startBroker(java: string, jars: string): Promise<Running> {
  const [port, controller] = [await freePort(), await freePort()];
  const folder = freshFolder('kafka-run');
  const properties = join(folder, 'server.properties');
  writeFileSync(properties, brokerProperties(folder, port, controller));
  await formatFolder(java, jars, properties);
  const broker = serve(folder, java, javaArguments(jars, properties));
  await untilReady('the Kafka broker', broker, () => broker.log().includes('Kafka Server started'), 90);
  return { address: `127.0.0.1:${port}`, stop: () => broker.stop() };
}

export function javaPath(): string {
  const java = onPath('java');
  if (java === undefined) throw new Error('no Java on PATH: install Java 17 (openjdk-17-jre-headless)');
  return java;
}

/** Makes the folder that the properties name one of a cluster. */
export async function formatFolder(
  java: string,
  jars: string,
  properties: string,
  more: readonly string[] = [],
): Promise<void> {
  const quick = [
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
  ];
  const format = ['kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties, ...more];
  await run(java, ['-Xmx128m', ...quick, '-cp', join(jars, '*'), ...format]);
}

/** The broker's command line. */
export function javaArguments(jars: string, properties: string): string[] {
  const memory = ['-Xms128m', '-Xmx512m', '-Djava.awt.headless=true'];
  return [...memory, '-cp', join(jars, '*'), 'kafka.Kafka', properties];
}

export function brokerProperties(folder: string, port: number, controller: number): string {
  return `process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controller}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs=${join(folder, 'logs')}
# One node: every internal topic has one replica; few partitions, so that starting and stopping are quick.
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
auto.create.topics.enable=false
# A new group would wait three seconds for more members.
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
num.network.threads=2
num.io.threads=4
log.cleaner.dedupe.buffer.size=16777216
# Compaction within a test's patience: the cleaner wakes up often and may take every closed segment.
log.cleaner.backoff.ms=200
log.retention.check.interval.ms=500
log.segment.delete.delay.ms=100
`;
}

/** The folder with the broker's jars, fetched once with Maven. */
export async function jarFolder(version = VERSION): Promise<string> {
  const home = join(cacheFolder, `kafka-${version}`);
  if (existsSync(home)) return home;
  const maven = onPath('mvn');
  if (maven === undefined) {
    throw new Error('no Maven on PATH to fetch Kafka with: install maven, or set LEEWAY_KAFKA=host:port');
  }
  const work = freshFolder('kafka-install');
  try {
    const jars = join(work, 'lib');
    mkdirSync(jars);
    writeFileSync(join(work, 'pom.xml'), pom(version));
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
    await withProgress(`fetching Kafka ${version} from Maven Central (once, about 45 MB)`, () =>
      run(maven, ['-q', '-B', goal, '-DincludeScope=runtime', `-DoutputDirectory=${jars}`], work),
    );
    if (readdirSync(jars).length === 0) throw new Error('Maven fetched no jars');
    // One rename makes it complete; where another run was faster, its folder is as good.
    if (!existsSync(home)) renameSync(jars, home);
    return home;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function pom(version: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>leeway</groupId><artifactId>test-broker</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId><artifactId>kafka_${SCALA}</artifactId><version>${version}</version>
      <!-- Command-line tools only; newer versions name one that Maven Central does not have. -->
      <exclusions><exclusion><groupId>org.apache.kafka</groupId><artifactId>kafka-tools-api</artifactId></exclusion></exclusions>
    </dependency>
    <dependency>
      <!-- Logs to standard error without any configuration file. -->
      <groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;
}
