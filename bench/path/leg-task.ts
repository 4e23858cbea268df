import { join } from 'node:path';
import { defaultConfig } from '../../src/config/load-config.js';
import type { Config } from '../../src/config/schema.js';
import { createEmbeddedLog } from '../../src/log/embedded/index.js';
import { createKafkaLog } from '../../src/log/kafka/index.js';
import type { EventLog } from '../../src/log/port.js';
import type { Workload } from './workload.js';

/** What a leg's process is asked to do. */
export interface LegTask extends Workload {
  /** Fill the log; only read and parse it; run everything on it. */
  readonly leg: 'load' | 'floor' | 'path';
  readonly partitions: number;
  /** Folder of the embedded log and of the metric store. */
  readonly data: string;
  /** null: the embedded log. */
  readonly kafka: KafkaPlace | null;
  /** File for a CPU profile; null: none is wanted. */
  readonly profile: string | null;
}

export interface KafkaPlace {
  readonly brokers: string[];
  readonly prefix: string;
}

export interface Measured {
  /** Records that the rate is about. */
  readonly events: number;
  /** In which they went through: from the first that came to the last. */
  readonly seconds: number;
  /** Before: connecting, joining groups, the first batch. */
  readonly startUpSeconds: number;
  /** Of the records' values. */
  readonly bytes?: number;
}

export interface LegResult extends Measured {
  /** Of the whole process, its start included. */
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

/** The configuration that a user would have: defaults, and where things are. */
export function configOf({ data, partitions, kafka }: LegTask): Config {
  return { ...defaultConfig, data, partitions, ...(kafka && { kafka }) };
}

/** Opens the log as `startLeeway` would. */
export async function openLog({ data, kafka }: LegTask): Promise<EventLog> {
  return kafka
    ? createKafkaLog({ ...kafka, clientId: 'leeway-bench' })
    : createEmbeddedLog({ directory: join(data, 'log') });
}
