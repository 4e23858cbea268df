// @ts-check
/** From values to pixels, and round ticks. */

/** @typedef {{ (value: number): number, invert: (pixel: number) => number, domain: readonly [number, number] }} Scale */

/**
 * @param {readonly [number, number]} domain
 * @param {readonly [number, number]} range
 * @returns {Scale}
 */
export function linearScale(domain, range) {
  const [d0, d1] = domain;
  const [r0, r1] = range;
  const slope = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  /** @param {number} value */
  const scale = (value) => r0 + (value - d0) * slope;
  return Object.assign(scale, {
    domain,
    /** @param {number} pixel */
    invert: (pixel) => (slope === 0 ? d0 : d0 + (pixel - r0) / slope),
  });
}

/**
 * At most about `most` round values within the domain.
 * @param {readonly [number, number]} domain
 * @param {number} most
 * @returns {number[]}
 */
export function valueTicks([low, high], most) {
  const rough = (high - low) / Math.max(1, most);
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(i * step);
  return ticks;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const STEPS = [5 / 60, 0.25, 1, 3, 6, 12, 24, 48, 168, 336].map((hours) => hours * HOUR);

/**
 * Round UTC times: minutes, hours, days, weeks, or the first days of months.
 * @param {readonly [number, number]} domain
 * @param {number} most
 * @returns {{ times: number[], step: number }}
 */
export function timeTicks([from, to], most) {
  const rough = (to - from) / Math.max(1, most);
  const step = STEPS.find((candidate) => candidate >= rough);
  if (step === undefined) return monthTicks(from, to, Math.ceil(rough / (30 * DAY)));
  const times = [];
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) times.push(time);
  return { times, step };
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} every months
 */
function monthTicks(from, to, every) {
  const times = [];
  const start = new Date(from);
  for (let month = start.getUTCMonth(); ; month++) {
    const time = Date.UTC(start.getUTCFullYear(), month, 1);
    if (time > to) return { times, step: every * 30 * DAY };
    if (time >= from && month % every === 0) times.push(time);
  }
}

/**
 * The domain that holds all values, with some air.
 * @param {readonly number[]} values
 * @returns {readonly [number, number]}
 */
export function airyDomain(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  // Nothing but noughts has no magnitude of its own to be drawn in.
  if (Math.max(Math.abs(low), Math.abs(high)) < 1e-12) return [low < 0 ? -1 : 0, 1];
  const air = Math.max((high - low) * 0.12, Math.abs(high) * 0.01);
  return [low - air, high + air];
}
