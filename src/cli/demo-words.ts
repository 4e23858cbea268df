/** How the demo writes numbers and days. */
import type { EventTime } from '../events/event.js';

export function number(n: number): string {
  return n.toLocaleString('en-US');
}

/** `3 alerts`, `1 alert`. */
export function counted(n: number, what: string): string {
  return `${number(n)} ${what}${n === 1 ? '' : 's'}`;
}

export function day(time: EventTime): string {
  return new Date(time).toISOString().slice(0, 10);
}
