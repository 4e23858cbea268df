/** Rows for tests, made from a seed. */
import type { Features } from '../../../src/events/event.js';
import type { TrainingRow } from '../../../src/training/port.js';
import { seededRandom, type Random } from '../../../src/training/tensorflow/random.js';

export const startOfRows = Date.UTC(2024, 0, 1);

/** `count` rows, evenly over `days`; `make` gives features and outcome of each. */
export function makeRows(
  count: number,
  days: number,
  seed: number,
  make: (random: Random, row: number) => { features: Features; outcome: number | string },
): TrainingRow[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, row) => ({
    id: `r${String(row).padStart(9, '0')}`,
    time: startOfRows + Math.floor((row * days * 86_400_000) / count),
    ...make(random, row),
  }));
}
