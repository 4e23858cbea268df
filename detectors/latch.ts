/**
 * Evidence waits for its effect: after an alarm of the evidence its streams stay latched for 14 units, and become an
 * alert at the first pane at which one of them has moved far enough. Pure: plain JSON in, plain JSON out.
 */
import { LATCH_UNITS } from './effect-window.js';
import type { StreamKind } from './pane.js';
import type { Verdict } from './verdict.js';

export interface Latched {
  readonly stream: string;
  readonly kind: StreamKind;
  /** Share of the statistic when the evidence fired. */
  readonly share: number;
  readonly statistic: number;
  readonly onset: number | null;
  /** When the evidence fired, and until when it is valid; epoch milliseconds. */
  readonly at: number;
  readonly until: number;
}

/** A stream with less of the statistic is not what the alarm was about. */
export const LEAST_SHARE = 0.1;

/**
 * @param verdict with `alarm` true; @param now end of the deciding pane
 * @returns the latched streams, the largest share of the newest alarm first; a stream that was latched is renewed, and keeps its onset
 */
export function latchAlarm(
  latched: readonly Latched[],
  verdict: Verdict,
  now: number,
  unitMs: number,
): Latched[] {
  const before = new Map(stillLatched(latched, now).map((one) => [one.stream, one]));
  const fresh = verdict.streams
    .filter(({ share }) => share >= LEAST_SHARE)
    .map(({ stream, kind, share, statistic, onset }): Latched => {
      const known = before.get(stream);
      before.delete(stream);
      return {
        stream,
        kind,
        share,
        statistic,
        onset: known ? known.onset : onset,
        at: now,
        until: now + LATCH_UNITS * unitMs,
      };
    });
  return [...fresh, ...before.values()];
}

export function stillLatched(latched: readonly Latched[], now: number): Latched[] {
  return latched.filter(({ until }) => now <= until);
}
