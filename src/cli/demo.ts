import { setTimeout as delay } from 'node:timers/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIRST_DAY, openFlights } from '../../producers/flights/dataset.js';
import { MODEL, replayFlights, type ReplayProgress } from '../../producers/flights/replayer.js';
import type { Scoreboard } from '../../producers/flights/scoreboard.js';
import { demoSettings } from '../config/load-config.js';
import type { Config } from '../config/schema.js';
import { checkPort } from '../server/listen.js';
import { stagesOf } from '../topology.js';
import { scorerLoader } from './adapters.js';
import { startLeeway, type Running } from './compose.js';
import { watchEnd } from './demo-end.js';
import { DemoScreen } from './demo-screen.js';
import { summarise, type DemoSummary } from './demo-summary.js';
import { createLogger } from './logger.js';
import { numberFlag } from './number-flag.js';
import { readConfig, type ConfigFlags } from './settings.js';

export interface DemoFlags extends ConfigFlags {
  /** Event time over wall time, or `max`. */
  readonly speed?: string;
  readonly days?: string;
  readonly every?: string;
  readonly exit?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** 181 days in about three minutes: a day a second. */
const DEFAULT_SPEED = 86_400;

/** `leeway demo`: three million real flights through the whole path. Returns the exit code. */
export async function demo(flags: DemoFlags): Promise<number> {
  const speed = speedOf(flags.speed);
  const days =
    flags.days === undefined ? undefined : numberFlag('--days', flags.days, 'a number above 0', (n) => n > 0);
  const isCount = (n: number) => Number.isSafeInteger(n) && n > 0;
  const every =
    flags.every === undefined ? 1 : numberFlag('--every', flags.every, 'a whole number above 0', isCount);
  // A demo without --data starts afresh each time and leaves nothing behind.
  const temporary = flags.data === undefined ? await mkdtemp(join(tmpdir(), 'leeway-demo-')) : null;
  try {
    const config = readConfig({ ...flags, ...(temporary !== null && { data: temporary }) }, demoSettings);
    const { host, port } = config;
    const another = port === 65_535 ? port - 1 : port + 1;
    await checkPort(host, port, `is another Leeway running there? npm start -- --port ${another}`);
    return await play(flags, config, { speed, every, ...(days !== undefined && { days }) });
  } finally {
    if (temporary !== null) await rm(temporary, { recursive: true, force: true });
  }
}

interface Play {
  readonly speed: number;
  readonly every: number;
  readonly days?: number;
}

async function play(flags: DemoFlags, config: Config, { speed, every, days }: Play): Promise<number> {
  const logger = createLogger(flags.verbose ? 'debug' : 'warn');
  // With --json standard output belongs to the machine that reads it.
  const screen = new DemoScreen(flags.json ? process.stderr : process.stdout);
  const abort = new AbortController();
  let fatal: Error | null = null;
  const onFatal = (error: Error) => {
    fatal ??= error;
    abort.abort();
  };
  const interrupt = () => abort.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);

  const began = Date.now();
  let leeway: Running | null = null;
  try {
    screen.say('Reading three million flights of January to June 2001 ...');
    const replay = await openFlights({
      ...(days !== undefined && { days }),
      every,
      onProgress: (read, all) => {
        abort.signal.throwIfAborted();
        screen.reading(read, all);
      },
    }).catch((error: unknown) => {
      if (!abort.signal.aborted) throw error;
      return null;
    });
    if (replay === null || abort.signal.aborted) {
      screen.stopped(null);
      return 130;
    }
    leeway = await startLeeway({
      config,
      stages: stagesOf(config),
      logger,
      pin: 'wasm',
      onTraining: (request, progress) => screen.training(request, progress),
      onFatal,
    });
    const { flights } = replay;
    screen.started({
      url: leeway.url,
      flights: flights.count,
      engine: config.kafka ? 'Kafka' : 'embedded',
      store: config.influx ? 'InfluxDB' : 'DuckDB',
      // Fewer days than six months fill the bar as well.
      span: { from: FIRST_DAY, to: flights.departure[flights.count - 1] ?? FIRST_DAY },
    });
    const ended = watchEnd(leeway.log, screen, abort.signal);
    const scoreboard = await replayFlights(
      {
        log: leeway.log,
        replay,
        loader: scorerLoader,
        partitions: config.partitions,
        begin: FIRST_DAY,
        lead: config.loopLead,
        speed,
        clock: Date.now,
        onProgress: (progress: ReplayProgress) => screen.progress(progress),
      },
      abort.signal,
    );
    await ended;
    // The page and the metric store show the whole of what the summary sums up.
    await leeway.metricsWritten(abort.signal);
    if (fatal) throw fatal as Error;
    if (abort.signal.aborted) {
      screen.stopped(config.kafka ? 'on Kafka' : flags.data === undefined ? null : `in ${config.data}`);
      return 130;
    }
    const { summary, imbalances } = await summarise(
      leeway.log,
      MODEL,
      config.partitions,
      (Date.now() - began) / 1000,
    );
    report(screen, summary, scoreboard, imbalances);
    if (!flags.exit && !flags.json) await stayOpen(screen, leeway.url, abort.signal);
    if (flags.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    return imbalances.length === 0 ? 0 : 1;
  } finally {
    screen.close();
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    await leeway?.stop();
  }
}

function report(
  screen: DemoScreen,
  summary: DemoSummary,
  scoreboard: Scoreboard,
  imbalances: readonly string[],
): void {
  screen.summary(summary, scoreboard);
  for (const wrong of imbalances) process.stderr.write(`The books do not balance: ${wrong}\n`);
}

async function stayOpen(screen: DemoScreen, url: string | null, signal: AbortSignal): Promise<void> {
  screen.say(`The page stays open at ${url ?? 'nowhere'}. Press Ctrl-C to end.`);
  await delay(2 ** 31 - 1, undefined, { signal }).catch((error: unknown) => {
    if ((error as Error).name !== 'AbortError') throw error;
  });
}

function speedOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_SPEED;
  if (text === 'max') return Infinity;
  const speed = Number(text);
  if (!(speed > 0))
    throw new Error(
      `--speed must be max or a number above 0 (1 = real time, 86400 = a day a second), got ${text}`,
    );
  return speed;
}
