import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deleteTopics, findBroker } from './broker.js';
import { printTop, topFunctions, type CpuProfile } from './cpu-profile.js';
import type { KafkaPlace, LegResult, LegTask } from './leg-task.js';
import { legName, runLeg } from './run-leg.js';

/** What all legs of one run share. */
export type Size = Pick<LegTask, 'events' | 'rate' | 'seed' | 'partitions'>;

/** One engine's legs, in the order in which they ran. */
export interface EngineResult {
  readonly load: LegResult;
  readonly floor: LegResult;
  readonly path: LegResult;
}

export interface MeasureOptions {
  readonly size: Size;
  /** Scratch: the backlogs, and the CPU profiles where they are wanted. */
  readonly folder: string;
  readonly profile: boolean;
}

/** How many functions of a profile are shown. */
const TOP = 25;

/** Loads a backlog, then floor and whole path on it, each in a process of its own. */
export async function measure(options: MeasureOptions, kafka: KafkaPlace | null): Promise<EngineResult> {
  const data = mkdtempSync(join(options.folder, 'path-'));
  const leg = async (name: LegTask['leg']): Promise<LegResult> => {
    const place = { leg: name, kafka };
    const profile =
      options.profile && name !== 'load' ? join(options.folder, `${legName(place)}.cpuprofile`) : null;
    console.error(`${legName(place)} ...`);
    const result = await runLeg({ ...options.size, ...place, data, profile });
    if (profile !== null) {
      const recorded = JSON.parse(readFileSync(profile, 'utf8')) as CpuProfile;
      console.log(
        `\n${legName(place)}: where the time went (${profile})\n${printTop(topFunctions(recorded, TOP))}`,
      );
    }
    return result;
  };
  try {
    return { load: await leg('load'), floor: await leg('floor'), path: await leg('path') };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** The same on Kafka, under a prefix of its own; where there is no broker, the reason. */
export async function measureKafka(
  options: MeasureOptions,
): Promise<EngineResult | { readonly skipped: string }> {
  const broker = await findBroker();
  if ('missing' in broker) return { skipped: `no Kafka: ${broker.missing}` };
  const place = { brokers: broker.address.split(','), prefix: `leeway-bench-${process.pid}.` };
  try {
    return await measure(options, place);
  } finally {
    await deleteTopics(place);
    await broker.stop();
  }
}
