/** The kinds of options that detectors have in common, each with its range and unit. */
import type { ChoiceOption, FlagOption, NumberOption, Range } from './options.js';

export function number<Value extends number | null>(
  initial: Value,
  least: number,
  most: number,
  unit: string,
  open?: Range['open'],
): NumberOption<Value> {
  return { kind: 'number', default: initial, least, most, unit, ...(open && { open }) };
}

export function integer<Value extends number | null>(
  initial: Value,
  least: number,
  most: number,
  unit = 'values',
): NumberOption<Value> {
  return { kind: 'integer', default: initial, least, most, unit };
}

/** One that may be null, which is its default. */
export function orNull(option: NumberOption): NumberOption {
  return { ...option, default: null, nullable: true };
}

/** Strictly between 0 and 1. */
export function probability(initial: number): NumberOption<number> {
  return number(initial, 0, 1, 'probability', 'both');
}

/** A number of values. */
export function count(initial: number, least = 1, most = 10_000_000): NumberOption<number> {
  return integer(initial, least, most);
}

/** Above 0 and up to 1. */
export function share(initial: number): NumberOption<number> {
  return number(initial, 0, 1, 'share', 'least');
}

/** A distance from 0 on, in the units of the values. */
export function amount(initial: number, open?: Range['open']): NumberOption<number> {
  return number(initial, 0, 1e12, 'units of the values', open);
}

/** A level that values may have. */
export function level(): NumberOption {
  return orNull(number(null, -1e12, 1e12, 'units of the values'));
}

/** A rate or a mean strictly between 0 and 1. */
export function rate(): NumberOption {
  return orNull(number(null, 0, 1, 'rate', 'both'));
}

/** A log likelihood ratio. */
export function nats(initial: number): NumberOption<number> {
  return number(initial, 0, 1e6, 'nats', 'least');
}

/** Values or panes in which one false alarm is allowed. */
export function budget(initial: number, unit: string): NumberOption<number> {
  return number(initial, 1, 1e12, unit, 'least');
}

export function flag(initial: boolean): FlagOption {
  return { kind: 'flag', default: initial };
}

/** The side that is watched. */
export type Mode = 'up' | 'down' | 'both';

export function mode(): ChoiceOption<Mode> {
  return { kind: 'choice', default: 'both', choices: ['up', 'down', 'both'] };
}
