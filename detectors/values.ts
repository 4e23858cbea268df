/**
 * What a value means to a detector:
 * - `number`: any finite number
 * - `error`: 1 = the prediction was wrong, 0 = it was right
 * - `hit`: 1 = the prediction was right, 0 = it was wrong
 * - `share`: a number from 0 to 1, higher = worse (a loss, an error)
 */
export type ValueKind = 'number' | 'error' | 'hit' | 'share';

const EXPECTED: Readonly<Record<ValueKind, string>> = {
  number: 'a finite number',
  error: '1 for an error or 0 for none',
  hit: '1 for a right prediction or 0 for a wrong one',
  share: 'a number from 0 to 1',
};

/**
 * One NaN would silence most detectors for good without a word, so it is refused, aloud.
 * @throws RangeError
 */
export function checkValue(detector: string, kind: ValueKind, value: number): void {
  if (isOfKind(kind, value)) return;
  const advice = Number.isNaN(value) ? '; count missing values apart, do not feed them to a detector' : '';
  throw new RangeError(`${detector} takes ${EXPECTED[kind]}, got ${String(value)}${advice}`);
}

function isOfKind(kind: ValueKind, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  switch (kind) {
    case 'number':
      return true;
    case 'share':
      return value >= 0 && value <= 1;
    case 'error':
    case 'hit':
      return value === 0 || value === 1;
  }
}
