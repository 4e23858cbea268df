/** The one way from the bytes of a record of Leeway's own topics to the record: parsed, in the version of this program. */
import { RECORD_VERSION } from './feed.js';
import { currentRecord, type JsonRecord, type RecordUpgrades } from './versions.js';

/** What leads up from older versions. A step once made stays for ever: logs are kept for years. */
const UPGRADES: RecordUpgrades = {};

/** Where a record was found: errors name it. */
export interface FoundRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly value: { toString(encoding: 'utf8'): string } | null;
}

/**
 * @typeParam R what the topic holds; records are written by Leeway only, so beyond the version nothing is checked
 * @throws RecordVersionError for a version that this program does not know
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the one place where a topic's type is said
export function readRecord<R extends { readonly v: number }>(found: FoundRecord): R {
  const { topic, partition, offset, value } = found;
  const parsed = JSON.parse(value?.toString('utf8') ?? 'null') as JsonRecord | null;
  const what = `${topic}[${partition}] at offset ${offset}`;
  return currentRecord(parsed ?? {}, { what, known: RECORD_VERSION, upgrades: UPGRADES }) as unknown as R;
}
