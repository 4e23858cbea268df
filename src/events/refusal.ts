/** Why an event was refused: a closed set of codes, and a sentence for people. */
export type RefusalCode =
  | 'bad-json'
  | 'not-a-number'
  | 'wrong-type'
  | 'missing-field'
  | 'missing-id'
  | 'too-large'
  | 'future'
  | 'conflicting'
  | 'unlisted-model'
  | 'too-many-models'
  | 'too-many-versions';

export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly message: string;
}

export function refusal(code: RefusalCode, message: string): Refusal {
  return { ok: false, code, message };
}

export function wrong(field: string, expected: string, got: unknown): Refusal {
  return refusal('wrong-type', `${field} must be ${expected}, got ${describeValue(got)}`);
}

/** A JSON value in a few words. Never looks inside: what was refused may be nested deeper than the stack. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object' && value !== null) return 'an object';
  // JSON has no Infinity, JSON.parse has: 1e999.
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
