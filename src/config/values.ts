/** The kinds of value in `leeway.yaml`. Each says in its own words what it expects. */
import { z } from 'zod';
import { parseTime } from '../events/time.js';
import { parseByteSize } from './byte-size.js';
import { closestName } from './closest-name.js';
import { formatDuration, parseDuration } from './duration.js';
import { standardOffset, timeZoneNames } from './time-zone.js';
import { parseWeeklyHours, weeklyHoursPattern } from './weekly-hours.js';

/** `expected` completes "must be ...". */
const must =
  (expected: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? `is missing: write ${expected}` : `must be ${expected}, not ${shown(input)}`;

function shown(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a group of keys' : JSON.stringify(value);
}

/** The same words in the JSON Schema, for the documentation that is made of it. */
const expects = (expected: string) => ({ 'x-expects': expected });

/** Text that `parse` turns into something; `undefined` from it is the error. */
function written<T>(expected: string, pattern: string, parse: (text: string) => T | undefined) {
  return z
    .string({ error: must(expected) })
    .transform((text, context): T => {
      const value = parse(text);
      if (value !== undefined) return value;
      context.addIssue({ code: 'custom', message: must(expected)({ input: text }) });
      return z.NEVER;
    })
    .meta({ pattern, ...expects(expected) });
}

/** A duration in ms, between two bounds that belong to it. */
export function duration(least = 0, most = Number.MAX_SAFE_INTEGER) {
  const bounds = [
    least > 0 ? ` of at least ${formatDuration(least)}` : '',
    most < Number.MAX_SAFE_INTEGER ? `${least > 0 ? ' and' : ' of'} at most ${formatDuration(most)}` : '',
  ].join('');
  const expected = `a duration${bounds} such as 30s, 5m, 1h or 7d`;
  return written(expected, '^\\d+(\\.\\d+)? ?(ms|s|m|h|d|w)$', (text) => {
    const ms = parseDuration(text);
    return ms === undefined || ms < least || ms > most ? undefined : ms;
  });
}

/** A size in bytes. */
export function byteSize(least: number, most: number, words: string) {
  return written(`a size ${words}`, '^\\d+ ?(B|KiB|MiB|GiB)$', (text) => {
    const bytes = parseByteSize(text);
    return bytes === undefined || bytes < least || bytes > most ? undefined : bytes;
  });
}

export interface FalseAlarmBudget {
  readonly alarms: number;
  readonly days: number;
}

/** `1 per 90 days`. */
export function falseAlarmBudget() {
  const expected = 'a number of alarms per days such as "1 per 90 days"';
  return written(expected, '^\\d+ per \\d+ days?$', (text): FalseAlarmBudget | undefined => {
    const match = /^(\d+) per (\d+) days?$/.exec(text.trim());
    const [alarms, days] = [Number(match?.[1]), Number(match?.[2])];
    return alarms >= 1 && days >= 1 ? { alarms, days } : undefined;
  });
}

/** A moment in epoch ms. */
export function moment() {
  const expected = 'a moment with its zone such as 2026-05-01T22:00:00Z';
  const pattern = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:?\\d{2})$';
  return written(expected, pattern, (text) => parseTime(text.trim()) ?? undefined);
}

/** `sat 02:00-06:00`. */
export function weeklyHours() {
  const expected = 'days and hours such as "sat 02:00-06:00", "mon-fri 22:00-01:00" or "daily 04:00-04:30"';
  return written(expected, weeklyHoursPattern, parseWeeklyHours);
}

/** An IANA name; it stays a name. */
export function timeZone() {
  const expected = 'a time zone such as UTC or Europe/Berlin';
  const zone = z.string({ error: must(expected) }).check((context) => {
    if (standardOffset(context.value) !== undefined) return;
    const meant = closestName(context.value, timeZoneNames());
    const message = `${must(expected)({ input: context.value })}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
    context.issues.push({ code: 'custom', message, input: context.value });
  });
  return zone.meta(expects(expected));
}

/** What a category is called: text, or a number or yes/no as events may carry them. */
export function categoryName() {
  const expected = 'text, a number, true or false';
  return z.union([z.string(), z.number(), z.boolean()], { error: must(expected) }).meta(expects(expected));
}

export function number(expected: string) {
  return z.number({ error: must(expected) }).meta(expects(expected));
}

export function atLeastZero(expected: string) {
  const error = must(expected);
  return z.number({ error }).min(0, { error }).meta(expects(expected));
}

export function whole(least: number, most: number) {
  const expected = `a whole number from ${least} to ${most}`;
  const error = must(expected);
  return z.int({ error }).min(least, { error }).max(most, { error }).meta(expects(expected));
}

export function positive(expected: string) {
  const error = must(expected);
  return z.number({ error }).positive({ error }).meta(expects(expected));
}

export function share() {
  const expected = 'a share from 0 to 1 such as 0.01';
  const error = must(expected);
  return z.number({ error }).min(0, { error }).max(1, { error }).meta(expects(expected));
}

export function yesOrNo() {
  return z.boolean({ error: must('true or false') }).meta(expects('true or false'));
}

export function text(expected: string, pattern = /\S/) {
  const error = must(expected);
  return z.string({ error }).regex(pattern, { error }).meta(expects(expected));
}

/** Text that may hold a password: errors do not repeat it. */
export function secret(expected: string, pattern = /\S/) {
  const error = ({ input }: { readonly input?: unknown }): string =>
    input === undefined ? `is missing: write ${expected}` : `must be ${expected}`;
  return z.string({ error }).regex(pattern, { error }).meta(expects(expected));
}

export function oneOf<const T extends readonly string[]>(names: T) {
  const expected = `one of ${names.join(', ')}`;
  return z.enum(names, { error: must(expected) }).meta(expects(expected));
}

export function listOf<T extends z.ZodType>(item: T, expected: string) {
  const error = must(expected);
  return z.array(item, { error }).min(1, { error }).meta(expects(expected));
}

/** A rule between the parts of one value: words for what is wrong, or null. Asked only where the parts themselves are right. */
export function ruled<T extends z.ZodType>(kind: T, wrong: (value: z.output<T>) => string | null): T {
  return kind.check((context) => {
    if (context.issues.length > 0) return;
    const message = wrong(context.value);
    if (message !== null) context.issues.push({ code: 'custom', message, input: context.value });
  });
}

type Optional<T extends Record<string, z.ZodType>> = { [K in keyof T]: z.ZodExactOptional<T[K]> };

/** The same keys, none of which must be there. */
export function optional<T extends Record<string, z.ZodType>>(keys: T): Optional<T> {
  return Object.fromEntries(
    Object.entries(keys).map(([key, kind]) => [key, z.exactOptional(kind)]),
  ) as Optional<T>;
}

type Defaulted<T extends Record<string, z.ZodType>, D> = {
  [K in keyof T]: K extends keyof D ? z.ZodPrefault<T[K]> : z.ZodExactOptional<T[K]>;
};

/** The same keys with what stands for those that are not there; a key without such a value may be left out. */
export function withDefaults<
  T extends Record<string, z.ZodType>,
  const D extends { readonly [K in keyof T]?: z.input<T[K]> },
>(keys: T, defaults: D): Defaulted<T, D> {
  return Object.fromEntries(
    Object.entries(keys).map(([key, kind]) => [
      key,
      Object.hasOwn(defaults, key) ? z.prefault(kind, defaults[key]) : z.exactOptional(kind),
    ]),
  ) as Defaulted<T, D>;
}

/** A group of keys; others are refused. */
export function group<T extends z.core.$ZodLooseShape>(keys: T) {
  // Unknown keys are explained where the keys that exist are known: in `explain.ts`.
  return z.strictObject(keys, {
    error: (issue) =>
      issue.code === 'invalid_type'
        ? must(`a group of keys (${Object.keys(keys).join(', ')})`)(issue)
        : undefined,
  });
}
