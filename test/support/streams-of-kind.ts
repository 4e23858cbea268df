/** Streams of single values, by what a value means. */
import type { ValueKind } from '../../detectors/index.js';
import { nextDouble, pythonRandom } from '../../detectors/mersenne-twister.js';
import type { Scenarios } from './scenarios.js';

/** 1,500 values of a kind; from 800 on they are much worse. */
export function changingStream(kind: ValueKind): number[] {
  const random = pythonRandom(12345);
  return Array.from({ length: 1_500 }, (_, i) => draw(kind, nextDouble(random), i < 800 ? 0.2 : 0.8));
}

/** 1,500 values of a kind; from 800 on they are much better. */
function betterStream(kind: ValueKind): number[] {
  const random = pythonRandom(777);
  return Array.from({ length: 1_500 }, (_, i) => draw(kind, nextDouble(random), i < 800 ? 0.2 : 0.02));
}

export function valueScenarios(kind: ValueKind): Scenarios {
  const random = pythonRandom(54321);
  const steady = Array.from({ length: 4_096 }, () => draw(kind, nextDouble(random), 0.2));
  const calm = CALM[kind];
  const constant = (value: number, length: number): number[] => Array.from({ length }, () => value);
  return {
    changing: { inputs: changingStream(kind) },
    steady: { options: {}, at: (index) => steady[index % steady.length] ?? 0 },
    constants: constantsOf(kind).map((value) => ({ inputs: constant(value, 1_500) })),
    oddRow: { inputs: [...constant(calm, 1_000), WORST[kind], ...constant(calm, 500)], at: 1_000 },
    outlier: {
      inputs: steady.slice(0, 2_000).with(1_000, OUTLIER[kind]),
      at: 1_000,
      without: steady.slice(0, 2_000),
    },
    constantThenWorse: { inputs: [...constant(calm, 1_000), ...constant(WORST[kind], 500)] },
    outlierBefore: { inputs: changingStream(kind).with(100, OUTLIER[kind]), from: 800 },
    better: kind === 'number' ? null : { inputs: betterStream(kind), from: 800 },
    missing: [{ values: [] }],
    impossible: [Number.NaN, Infinity, -Infinity, { values: [calm, Number.NaN] }],
    inOtherUnits:
      kind === 'number'
        ? (factor) => ({ inputs: changingStream(kind).map((value) => value * factor) })
        : null,
  };
}

/** Values that a constant stream of the kind may have. */
function constantsOf(kind: ValueKind): readonly number[] {
  switch (kind) {
    case 'number':
      return [0, 0.1, 1, -3.7, 1e-9, 12_345.678];
    case 'error':
    case 'hit':
      return [0, 1];
    case 'share':
      return [0, 0.1, 0.3, 1];
  }
}

const CALM: Readonly<Record<ValueKind, number>> = { number: 1, error: 0, hit: 1, share: 0.1 };
const WORST: Readonly<Record<ValueKind, number>> = { number: 3, error: 1, hit: 0, share: 1 };
/** For numbers five standard deviations above the mean. */
const OUTLIER: Readonly<Record<ValueKind, number>> = {
  number: 0.9 + 5 * Math.sqrt(1 / 12),
  error: 1,
  hit: 0,
  share: 1,
};

function draw(kind: ValueKind, uniform: number, level: number): number {
  switch (kind) {
    case 'number':
      return uniform + 2 * level;
    case 'error':
      return uniform < level ? 1 : 0;
    case 'hit':
      return uniform < level ? 0 : 1;
    case 'share':
      return uniform ** (1 / level - 1);
  }
}
