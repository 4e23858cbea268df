/**
 * Options of a detector as data: from one rule each come the check, the default, the documentation and the field of a
 * user interface. A wrong option is an error that names the detector, the option, its range and the value.
 */

/** Bounds of a number; an open bound is itself not allowed. */
export interface Range {
  readonly least: number;
  readonly most: number;
  readonly open?: 'least' | 'most' | 'both';
}

export interface NumberOption<Value extends number | null = number | null> extends Range {
  readonly kind: 'number' | 'integer';
  readonly default: Value;
  /** What one of it is: 'values', 'units of the values', 'probability', ... */
  readonly unit: string;
  /** Null is allowed, and means what `meaning` says. */
  readonly nullable?: true;
}

export interface FlagOption {
  readonly kind: 'flag';
  readonly default: boolean;
}

export interface ChoiceOption<Value extends string | number = string | number> {
  readonly kind: 'choice';
  readonly default: Value;
  readonly choices: readonly Value[];
}

/** Finite numbers, so many at most; null for none. */
export interface ListOption {
  readonly kind: 'list';
  readonly default: null;
  readonly most: number;
  readonly unit: string;
}

/** What a fit of this library has made: plain JSON that says which algorithm wrote it. Required: it has no default. */
export interface FittedOption {
  readonly kind: 'fitted';
  readonly algorithm: string;
  /** The call that makes it. */
  readonly madeBy: string;
  readonly default: null;
}

export type OptionRule = NumberOption | FlagOption | ChoiceOption | ListOption | FittedOption;

/** A rule, and what the option does in one sentence. */
export type OptionSchema = OptionRule & { readonly meaning: string };

type RuleOf<Value> = [Value] extends [boolean]
  ? FlagOption
  : [Value] extends [string]
    ? ChoiceOption<Value>
    : [Value] extends [number]
      ? number extends Value
        ? NumberOption<number>
        : ChoiceOption<Value>
      : [Value] extends [number | null]
        ? NumberOption
        : [Value] extends [readonly number[] | null]
          ? ListOption
          : FittedOption;

/** A rule for every option of a detector. */
export type OptionRules<Options> = { readonly [Name in keyof Options]-?: RuleOf<Options[Name]> };

/** An option read by a rule, or all of them together, are not what the detector can work with. */
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
  rules: OptionRules<Options>,
  given: Partial<Options>,
): Options {
  const entries = Object.entries<OptionRule>(rules);
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(rules, name)) continue;
    const known = entries.map(([known]) => known).join(', ');
    throw new DetectorOptionError(`${detector} has no option ${name}; it has ${known}`);
  }
  const values = new Map<string, unknown>(Object.entries(given));
  const checked = entries.map(([name, rule]) => {
    const value = values.get(name) ?? (values.get(name) === null ? null : rule.default);
    if (!allows(rule, value)) {
      throw new DetectorOptionError(
        `${detector}: option ${name} must be ${describeRange(rule)}, got ${show(value)}`,
      );
    }
    return [name, Array.isArray(value) ? [...value] : value] as const;
  });
  return Object.freeze(Object.fromEntries(checked)) as Options;
}

/** The options of a definition, each by itself and together. @throws DetectorOptionError */
export function checkAllOptions<Options extends object>(
  definition: {
    readonly name: string;
    readonly options: OptionRules<Options>;
    readonly conflict?: (options: Options) => string | null;
  },
  given: Partial<Options>,
): Options {
  const options = checkOptions(definition.name, definition.options, given);
  const conflict = definition.conflict?.(options) ?? null;
  if (conflict !== null) throw new DetectorOptionError(`${definition.name}: ${conflict}`);
  return options;
}

/** In words: "a number in (0, 1)", "one of up, down, both". */
export function describeRange(rule: OptionRule): string {
  switch (rule.kind) {
    case 'flag':
      return 'true or false';
    case 'choice':
      return `one of ${rule.choices.join(', ')}`;
    case 'list':
      return `at most ${rule.most} finite numbers or null`;
    case 'fitted':
      return `the result of ${rule.madeBy}`;
    case 'number':
    case 'integer': {
      const { least, most, open } = rule;
      const left = open === 'least' || open === 'both' || least === -Infinity ? '(' : '[';
      const right = open === 'most' || open === 'both' || most === Infinity ? ')' : ']';
      const article = rule.kind === 'integer' ? 'an integer' : 'a number';
      return `${article} in ${left}${least}, ${most}${right}${rule.nullable ? ' or null' : ''}`;
    }
  }
}

function allows(rule: OptionRule, value: unknown): boolean {
  switch (rule.kind) {
    case 'flag':
      return typeof value === 'boolean';
    case 'choice':
      return rule.choices.some((choice) => choice === value);
    case 'list':
      return (
        value === null || (Array.isArray(value) && value.length <= rule.most && value.every(Number.isFinite))
      );
    case 'fitted':
      return (
        typeof value === 'object' &&
        value !== null &&
        'algorithm' in value &&
        value.algorithm === rule.algorithm
      );
    case 'number':
    case 'integer':
      if (value === null) return rule.nullable === true;
      return typeof value === 'number' && withinRange(rule, value);
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
