/** When people come: a Poisson process whose rate follows the hour of the day and the day of the week. */
import type { EventTime } from '../../src/events/event.js';
import { exponential, type Random } from './random.js';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Relative traffic; each averages 1. */
export interface Season {
  /** By hour of the day, UTC. */
  readonly hours: readonly number[];
  /** By day of the week from Monday. */
  readonly weekdays: readonly number[];
}

export function hourOf(time: EventTime): number {
  return Math.floor(time / HOUR_MS) % 24;
}

/** 0 = Monday ... 6 = Sunday; 1970-01-01 was a Thursday. */
export function weekdayOf(time: EventTime): number {
  return (Math.floor(time / DAY_MS) + 3) % 7;
}

/** A season from rough weights, brought to an average of 1. */
export function season(hours: readonly number[], weekdays: readonly number[]): Season {
  return { hours: averagingOne(hours), weekdays: averagingOne(weekdays) };
}

function averagingOne(weights: readonly number[]): number[] {
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  return weights.map((weight) => weight / mean);
}

/**
 * Times in [from, to), ascending, in whole milliseconds.
 *
 * The rate is constant within each hour, where gaps are exponential; a gap that reaches over the hour's end is drawn
 * anew from there, which changes nothing because the exponential has no memory.
 * @param perHour the mean number of arrivals in an average hour, at a time
 */
export function* arrivals(
  random: Random,
  from: EventTime,
  to: EventTime,
  { hours, weekdays }: Season,
  perHour: (hour: EventTime) => number,
): Generator<EventTime> {
  for (let hour = from; hour < to; hour += HOUR_MS) {
    const end = Math.min(hour + HOUR_MS, to);
    const rate = perHour(hour) * hours[hourOf(hour)]! * weekdays[weekdayOf(hour)]!;
    if (rate <= 0) continue;
    for (let time = hour + exponential(random, HOUR_MS / rate); time < end;) {
      yield Math.floor(time);
      time += exponential(random, HOUR_MS / rate);
    }
  }
}
