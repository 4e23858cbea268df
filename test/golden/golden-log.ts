/** A recorded event log: everything that the deterministic part of Leeway was given, in the order in which it was written. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { format, resolveConfig } from 'prettier';
import type { Policy } from '../../src/policy/policy.js';
import type { ProfileRecord } from '../../src/records/profile.js';
import type { StreamSettings } from '../../src/stream/settings.js';

export interface GoldenHeader {
  readonly golden: 1;
  readonly model: string;
  readonly stream: StreamSettings;
  readonly policy: Policy;
}

export type GoldenStep =
  /** A record of a source topic, as text; its key chooses the partition. */
  | { readonly predictions: string; readonly key: string }
  | { readonly outcomes: string; readonly key: string }
  /** An end marker for every partition of both topics. */
  | { readonly end: string }
  /** Nothing more is written before the evaluator has asked for this training. */
  | { readonly await: string }
  /** What the trainer answered. */
  | { readonly profile: ProfileRecord };

export interface GoldenLog {
  readonly header: GoldenHeader;
  readonly steps: readonly GoldenStep[];
}

/** The folder holds, by name, the recording and what is expected of it. */
const fileOf = (name: string, kind: 'ndjson.gz' | 'json') => new URL(`logs/${name}.${kind}`, import.meta.url);

export function readGoldenLog(name: string): GoldenLog {
  const [header, ...steps] = linesOf(name);
  return {
    header: JSON.parse(header as string) as GoldenHeader,
    steps: steps.map((line) => JSON.parse(line) as GoldenStep),
  };
}

/** Leaves the file alone where it says the same: compressed bytes depend on the version of zlib. */
export function writeGoldenLog(name: string, { header, steps }: GoldenLog): void {
  const lines = [header, ...steps].map((line) => JSON.stringify(line));
  if (existsSync(fileOf(name, 'ndjson.gz')) && linesOf(name).join('\n') === lines.join('\n')) return;
  writeFileSync(fileOf(name, 'ndjson.gz'), gzipSync(lines.join('\n'), { level: 9 }));
}

export function readExpected(name: string): unknown {
  return JSON.parse(readFileSync(fileOf(name, 'json'), 'utf8'));
}

/** Formatted as all files here are. */
export async function writeExpected(name: string, expected: unknown): Promise<void> {
  const path = fileURLToPath(fileOf(name, 'json'));
  const options = await resolveConfig(path);
  writeFileSync(path, await format(JSON.stringify(expected), { ...options, parser: 'json' }));
}

function linesOf(name: string): string[] {
  return gunzipSync(readFileSync(fileOf(name, 'ndjson.gz')))
    .toString('utf8')
    .split('\n');
}
