/** One chaos run: a calm run of a load, a stormy one of the same load, and the books of both. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { namedStreams } from '../../producers/simulators/random.js';
import { auditAgainst, auditLoad } from './audit.js';
import { config, PARTITIONS } from './deployment.js';
import type { Engine } from './failpoint.js';
import type { Fault, Scene } from './fault.js';
import { Fleet } from './fleet.js';
import { makeLoad, type Load } from './load.js';
import type { Build } from './member.js';
import { finish, until, type Outcome } from './place.js';
import { drawPlan } from './plan.js';
import { killAnyTime, killFaults } from './kill-faults.js';
import { memberFaults } from './member-faults.js';
import { serviceFaults } from './service-faults.js';
import type { KafkaBroker, Services } from './services.js';
import { mountSmallDisk, type SmallDisk } from './small-disk.js';
import { Tally, type Line } from './tally.js';
import { TcpProxy } from './tcp-proxy.js';

export interface ChaosOptions {
  readonly engine: Engine;
  /** At least so many processes die. */
  readonly kills: number;
  /** No fault strikes once the storm has taken so long, ms; without it all of the plan do. */
  readonly withinMs?: number;
  /** Every kind of fault at least once: some take ten seconds and more. */
  readonly everyKind: boolean;
  readonly seed: number;
  readonly days: number;
  readonly rowsADay: number;
  /** Scratch; emptied before and removed after a run that went well. */
  readonly folder: string;
  readonly build: Build;
  readonly services: Services;
  readonly say: (words: string) => void;
}

export interface ChaosResult {
  readonly engine: Engine;
  readonly seed: number;
  readonly records: number;
  readonly kills: number;
  readonly faults: readonly Line[];
  readonly calmSeconds: number;
  readonly stormySeconds: number;
  readonly panes: number;
  readonly alerts: number;
  readonly versions: number;
  readonly deadLetters: number;
  readonly points: number;
  /** What could not be done here, and why. */
  readonly skipped: readonly string[];
  /** What is wrong, in words: empty when nothing was lost, doubled or different. */
  readonly wrong: readonly string[];
}

const DISK_MEGABYTES = 1_500;
const MEMBERS_AT_FIRST = 2;

export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { engine, seed, days, rowsADay, folder, services, say } = options;
  const load = makeLoad({ seed, days, rowsADay, partitions: PARTITIONS });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'disk'), { recursive: true });
  const closers: (() => unknown)[] = [];
  try {
    const kafka = engine === 'kafka' ? await services.kafka() : null;
    if (kafka) closers.push(() => kafka.stop());
    const influx = engine === 'kafka' ? await services.influx() : null;
    if (influx) closers.push(() => influx.stop());
    const proxy = influx && (await TcpProxy.open(influx.address));
    if (proxy) closers.push(() => proxy.close());
    const disk = mountSmallDisk(join(folder, 'disk'), DISK_MEGABYTES);
    if ('unmount' in disk) closers.push(() => disk.unmount());

    const run = (name: string) => ({ ...options, load, kafka, proxy, disk, name });
    say(`calm run: ${load.records} records of ${days} days`);
    const calm = await aRun(run('calm'), (fleet) => fleet.start(1));
    say(`calm run: ${calm.seconds.toFixed(0)} s; stormy run`);
    const tally = new Tally();
    const stormy = await aRun(run('stormy'), async (fleet) => {
      await fleet.start(engine === 'kafka' ? MEMBERS_AT_FIRST : 1);
      await storm(fleet, run('stormy'), tally);
    });
    const result = judge(options, load, calm, stormy, tally);
    return { ...result, skipped: 'missing' in disk ? [`a full disk: ${disk.missing}`] : [] };
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

interface RunParts extends ChaosOptions {
  readonly name: string;
  readonly load: Load;
  readonly kafka: KafkaBroker | null;
  readonly proxy: TcpProxy | null;
  readonly disk: SmallDisk | { readonly missing: string };
}

interface Run extends Outcome {
  readonly seconds: number;
  readonly fleet: Fleet;
}

async function aRun(parts: RunParts, act: (fleet: Fleet) => Promise<void>): Promise<Run> {
  const { engine, build, load, kafka, proxy, name, say, seed, folder } = parts;
  const began = performance.now();
  const fleet = new Fleet({
    engine,
    build,
    load,
    say,
    folder: join(folder, 'disk', name),
    kafka: kafka && { address: kafka.address, prefix: `chaos-${seed}-${name}.` },
    influx: proxy && { url: proxy.url, database: `chaos-${seed}-${name}` },
  });
  try {
    await act(fleet);
    const outcome = await finish(fleet);
    return { ...outcome, fleet, seconds: (performance.now() - began) / 1_000 };
  } finally {
    await fleet.abandon();
  }
}

/** Strikes at even distances along the load, and sometimes again before the system has recovered. */
async function storm(fleet: Fleet, parts: RunParts, tally: Tally): Promise<void> {
  const { engine, kills, everyKind, seed, load, kafka, proxy, disk, say, withinMs = Infinity } = parts;
  const began = performance.now();
  const stream = namedStreams(seed);
  const [plans, acts, waits] = ['plan', 'act', 'wait'].map((name) => stream(`chaos/${name}`)) as [
    () => number,
    () => number,
    () => number,
  ];
  const plan: Fault[] = drawPlan(
    [...killFaults, ...memberFaults, ...serviceFaults],
    engine,
    kills,
    everyKind,
    plans,
  );
  for (let at = 0; at < plan.length || fleet.kills < kills; at++) {
    if (performance.now() - began > withinMs) {
      say(`the time is over after ${at} of ${plan.length} faults; the rest of the load comes in peace`);
      return;
    }
    const fault = plan[at] ?? killAnyTime;
    // Those of the plan, or as many as are still to die: the last kill, too, meets records on their way.
    const left = Math.max(plan.length - at, kills - fleet.kills);
    const place = (step: number): number => Math.floor((load.records * (at + step)) / (at + left + 1));
    const [begin, end] = [place(0.5), place(1)];
    fleet.aimAt(begin);
    const training = waits() < 0.3;
    await until(
      fleet,
      `${begin} records fed`,
      () => fleet.progress.fed >= begin || (training && fleet.progress.pending > 0),
    );
    const scene: Scene = {
      fleet,
      random: acts,
      kafka,
      influx: proxy,
      disk: 'fill' in disk ? disk : null,
      feedOn: () => fleet.aimAt(end),
    };
    const givenUp = fleet.givenUp.length;
    const name = (await fault.strike(scene)) ?? fault.name;
    say(
      `${at + 1}/${plan.length} ${name} (${fleet.kills} dead, ${fleet.progress.read} of ${load.records} in the books)`,
    );
    let recoveredIn: number | null = null;
    if (waits() < 0.7) {
      const over = performance.now();
      await untilDrained(fleet);
      recoveredIn = performance.now() - over;
    }
    tally.add({ name, recoveredIn });
    for (const one of fleet.givenUp.slice(givenUp)) tally.endedByItself(fault, one);
  }
}

/** Everything that is in the log is in the books, and everybody runs. */
async function untilDrained(fleet: Fleet): Promise<void> {
  const { fed } = fleet.progress;
  await until(
    fleet,
    `${fed} records in the books`,
    () => fleet.progress.read >= Math.min(fed, fleet.options.load.records),
  );
  for (const slot of fleet.slots) if (slot.wanted) await fleet.untilRunning(slot);
}

function judge(
  { engine, seed }: ChaosOptions,
  load: Load,
  calm: Run,
  stormy: Run,
  tally: Tally,
): Omit<ChaosResult, 'skipped'> {
  const { found } = stormy;
  const wrong = [
    ...auditLoad(load, calm.found, config.grace).map((words) => `calm run: ${words}`),
    ...calm.store.map((words) => `calm run: ${words}`),
    ...calm.fleet.givenUp.map(({ words }) => `calm run: a process ended by itself: ${words}`),
    ...auditLoad(load, found, config.grace),
    ...stormy.store,
    ...auditAgainst(calm.found, found),
    ...tally.unexpected,
  ];
  const size = (topic: string): number => found.records[topic]?.length ?? 0;
  return {
    engine,
    seed,
    records: load.records,
    kills: stormy.fleet.kills,
    faults: tally.lines(),
    calmSeconds: calm.seconds,
    stormySeconds: stormy.seconds,
    panes: size('panes'),
    alerts: size('alerts'),
    versions: size('models'),
    deadLetters: found.deadLetters.size,
    points: found.points.size,
    wrong,
  };
}
