/** Why an event was refused: a closed set of codes, and a sentence for people. */
export type RefusalCode =
  | 'bad-json'
  | 'not-a-number'
  | 'wrong-type'
  | 'missing-field'
  | 'missing-id'
  | 'too-large'
  | 'future'
  | 'conflicting';

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
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'object':
      return value === null ? 'null' : 'an object';
    case 'string':
      return value.length > 56
        ? `${JSON.stringify(value.slice(0, 56)).slice(0, -1)}...`
        : JSON.stringify(value);
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return 'nothing';
  }
}
