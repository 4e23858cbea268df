/**
 * The format version that every record carries as `v`. What is older than known is brought up by a chain of pure functions,
 * one step for each version; what is newer stops the reader, since half of it might be understood and the rest lost.
 */

/** From version `n` to `n + 1`: the key is `n`. */
export type RecordUpgrades = Readonly<Record<number, (older: JsonRecord) => JsonRecord>>;
export type JsonRecord = Readonly<Record<string, unknown>>;

export interface RecordFormat {
  /** What is read, in words, such as `a record of profiles`. */
  readonly what: string;
  /** The version that this program writes. */
  readonly known: number;
  readonly upgrades: RecordUpgrades;
}

/** The record stops whoever reads it: only another version of this program can go on. */
export class RecordVersionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RecordVersionError';
  }
}

/**
 * A parsed record in the known version.
 * @throws RecordVersionError for a newer version, for one that nothing leads up from, and where there is none
 */
export function currentRecord(record: JsonRecord, { what, known, upgrades }: RecordFormat): JsonRecord {
  const written = record['v'];
  if (written === known) return record;
  if (typeof written !== 'number' || !Number.isInteger(written) || written < 1) {
    throw new RecordVersionError(
      `${what} carries no format version (v is ${JSON.stringify(written)}): it was not written by Leeway; find out which program writes to this topic`,
    );
  }
  if (written > known) {
    throw new RecordVersionError(
      `${what} is of format ${written}, and this Leeway knows ${known}: it was written by a newer one; start that version`,
    );
  }
  let current = record;
  for (let v = written; v < known; v++) {
    const step = upgrades[v];
    if (!step) {
      throw new RecordVersionError(
        `${what} is of format ${written}, and this Leeway (format ${known}) has no way up from ${v}: start a version in between first`,
      );
    }
    current = { ...step(current), v: v + 1 };
  }
  return current;
}
