import { randomInt } from 'node:crypto';

import { type Random, seededRandom } from '../../../detectors/random.js';

/**
 * `LEEWAY_SEED`, else a new one: every run compares other cases. It is printed, and in every failure, so that the same
 * cases can be had again.
 */
export const seed = readSeed();

/** Random numbers of one suite: the seed's, and its own. */
export function randomOf(suite: number): Random {
  return seededRandom(seed + suite * 2 ** 32);
}

function readSeed(): number {
  const given = Number(process.env['LEEWAY_SEED'] ?? randomInt(2 ** 32 - 1));
  if (!Number.isSafeInteger(given) || given < 0 || given >= 2 ** 32) {
    throw new RangeError(
      `LEEWAY_SEED is a whole number below 2^32, not ${String(process.env['LEEWAY_SEED'])}`,
    );
  }
  process.stderr.write(`peers: LEEWAY_SEED=${given}\n`);
  return given;
}
