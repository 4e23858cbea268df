import { nextDouble, pythonRandom } from '../../detectors/mersenne-twister.js';
import type { ValueKind } from '../../detectors/index.js';

/** 1,500 values of a kind; from 800 on they are much worse. */
export function changingStream(kind: ValueKind): number[] {
  const random = pythonRandom(12345);
  return Array.from({ length: 1_500 }, (_, i) => draw(kind, nextDouble(random), i < 800 ? 0.2 : 0.8));
}

/** 4,096 values of a kind that does not change, to be repeated. */
export function steadyStream(kind: ValueKind): number[] {
  const random = pythonRandom(54321);
  return Array.from({ length: 4_096 }, () => draw(kind, nextDouble(random), 0.2));
}

/** Values that a constant stream of the kind may have. */
export function constantsOf(kind: ValueKind): readonly number[] {
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
