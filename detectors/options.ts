/**
 * Options of a detector as data: from one schema come the check, the defaults, the documentation and the fields of a
 * user interface. A wrong option is an error that names the detector, the option, its range and the value.
 */

/** Bounds of a number; an open bound is itself not allowed. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly open?: 'least' | 'most' | 'both';
}

interface Described {
  /** What it does, in one sentence. */
  readonly meaning: string;
}

export interface NumberOption<Value extends number | null = number | null> extends Described, Range {
  readonly kind: 'number' | 'integer';
  readonly default: Value;
  /** What one of it is: 'values', 'units of the values', 'probability', ... */
  readonly unit: string;
  /** Null is allowed, and means what `meaning` says. */
  readonly nullable?: true;
}

export interface FlagOption extends Described {
  readonly kind: 'flag';
  readonly default: boolean;
}

export interface ChoiceOption<Value extends string | number = string | number> extends Described {
  readonly kind: 'choice';
  readonly default: Value;
  readonly choices: readonly Value[];
}

export type OptionSchema = NumberOption | FlagOption | ChoiceOption;

type SchemaOf<Value> = [Value] extends [boolean]
  ? FlagOption
  : [Value] extends [string]
    ? ChoiceOption<Value>
    : [Value] extends [number]
      ? number extends Value
        ? NumberOption<number>
        : ChoiceOption<Value>
      : NumberOption;

/** A schema for every option of a detector. */
export type OptionSchemas<Options> = { readonly [Name in keyof Options]-?: SchemaOf<Options[Name]> };

/** An option read by a schema, or all of them together, are not what the detector can work with. */
export class DetectorOptionError extends RangeError {
  override readonly name = 'DetectorOptionError';
}

/**
 * @param detector name for errors
 * @param given options by name; one that is absent or undefined takes its default
 * @returns all options, checked
 * @throws DetectorOptionError that names the option, its range and the value
 */
export function checkOptions<Options extends object>(
  detector: string,
  schemas: OptionSchemas<Options>,
  given: Partial<Options>,
): Options {
  const entries = Object.entries<OptionSchema>(schemas);
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(schemas, name)) continue;
    const known = entries.map(([known]) => known).join(', ');
    throw new DetectorOptionError(`${detector} has no option ${name}; it has ${known}`);
  }
  const values = new Map<string, unknown>(Object.entries(given));
  const checked = entries.map(([name, schema]) => {
    const value = values.get(name) ?? (values.get(name) === null ? null : schema.default);
    if (!allows(schema, value)) {
      throw new DetectorOptionError(
        `${detector}: option ${name} must be ${describeRange(schema)}, got ${show(value)}`,
      );
    }
    return [name, value] as const;
  });
  return Object.freeze(Object.fromEntries(checked)) as Options;
}

/** In words: "a number in (0, 1)", "one of up, down, both". */
export function describeRange(schema: OptionSchema): string {
  switch (schema.kind) {
    case 'flag':
      return 'true or false';
    case 'choice':
      return `one of ${schema.choices.join(', ')}`;
    case 'number':
    case 'integer': {
      const { least, most, open } = schema;
      const left = open === 'least' || open === 'both' || least === -Infinity ? '(' : '[';
      const right = open === 'most' || open === 'both' || most === Infinity ? ')' : ']';
      const article = schema.kind === 'integer' ? 'an integer' : 'a number';
      return `${article} in ${left}${least}, ${most}${right}${schema.nullable ? ' or null' : ''}`;
    }
  }
}

function allows(schema: OptionSchema, value: unknown): boolean {
  switch (schema.kind) {
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return schema.choices.some((choice) => choice === value);
    case 'number':
    case 'integer':
      if (value === null) return schema.nullable === true;
      return typeof value === 'number' && withinRange(schema, value);
  }
}

function withinRange({ kind, least, most, open }: NumberOption, value: number): boolean {
  if (!Number.isFinite(value) || (kind === 'integer' && !Number.isSafeInteger(value))) return false;
  if (value < least || value > most) return false;
  if (value === least && (open === 'least' || open === 'both')) return false;
  return !(value === most && (open === 'most' || open === 'both'));
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

/** A probability strictly between 0 and 1. */
export function probability(initial: number, meaning: string): NumberOption<number> {
  return { kind: 'number', default: initial, least: 0, most: 1, open: 'both', unit: 'probability', meaning };
}

/** A number of values, from `least` to 10 million unless told otherwise. */
export function count(initial: number, meaning: string, least = 1, most = 10_000_000): NumberOption<number> {
  return { kind: 'integer', default: initial, least, most, unit: 'values', meaning };
}

/** The side that is watched. */
export type Mode = 'up' | 'down' | 'both';

export function mode(meaning = 'Watch for increases, decreases or both.'): ChoiceOption<Mode> {
  return { kind: 'choice', default: 'both', choices: ['up', 'down', 'both'], meaning };
}
