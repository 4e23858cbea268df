/** One of the two servers in a process of its own. */
import { startLeeway, type Running } from '../../src/cli/compose.js';
import { createLogger } from '../../src/cli/logger.js';
import { defaultConfig } from '../../src/config/load-config.js';
import { startCpuProfile } from '../performance/cpu-recording.js';
import { answerParent, taskOfLeg } from '../performance/leg-process.js';
import { useSince, useSoFar } from '../performance/process-use.js';
import { startBareServer } from './bare-server.js';
import type { ServerAsks, ServerTask } from './tasks.js';

interface Opened {
  readonly port: number;
  taken(): Promise<number>;
  stop(): Promise<void>;
}

const { server, data, partitions, profile } = taskOfLeg() as ServerTask;
let opened: Opened | null = null;
let before = useSoFar();
let recording: Awaited<ReturnType<typeof startCpuProfile>> | null = null;

answerParent<ServerAsks>({
  async start() {
    opened = server === 'bare' ? await bare() : await leeway();
    return opened.port;
  },
  async mark() {
    if (profile !== null) recording = await startCpuProfile(profile);
    before = useSoFar();
    return null;
  },
  async stop() {
    const use = useSince(before);
    await recording?.stop();
    const taken = (await opened?.taken()) ?? 0;
    await opened?.stop();
    return { ...use, taken };
  },
});

async function bare(): Promise<Opened> {
  const { port, parsed, stop } = await startBareServer();
  return { port, taken: () => Promise.resolve(parsed()), stop: () => Promise.resolve(stop()) };
}

/** The server alone, as `leeway run --stage feed` starts it: with the defaults, and nothing behind the log. */
async function leeway(): Promise<Opened> {
  const running = await startLeeway({
    config: { ...defaultConfig, data, partitions, port: 0 },
    stages: ['feed'],
    logger: createLogger('warn'),
    onFatal: (error) => {
      throw error;
    },
  });
  return {
    port: Number(new URL(running.url ?? '').port),
    taken: () => recordsIn(running),
    stop: () => running.stop(),
  };
}

async function recordsIn({ log }: Running): Promise<number> {
  let records = 0;
  for (const topic of ['predictions', 'outcomes']) {
    for (let partition = 0; partition < partitions; partition++) {
      const { first, next } = await log.range(topic, partition);
      records += next - first;
    }
  }
  return records;
}
