/**
 * Evidence waits for its effect: after an alarm of the evidence its streams stay latched, and become an alert at the first
 * pane at which one of them has moved far enough. Pure: plain JSON in, plain JSON out.
 */
import type { StreamKind } from './pane.js';

/** A stream whose evidence was enough, waiting for its effect. */
export interface Latched {
  readonly stream: string;
  readonly kind: StreamKind;
  /** Part of the statistic that it held. */
  readonly share: number;
  readonly onset: number | null;
  /** When the evidence was enough, and until when it is valid; epoch ms. */
  readonly at: number;
  readonly until: number;
  /** Of the alarm. */
  readonly statistic: number;
  readonly threshold: number;
}

export interface Alarm {
  readonly statistic: number;
  readonly threshold: number;
  /** Largest share of the statistic first. */
  readonly streams: readonly {
    readonly stream: string;
    readonly kind: StreamKind;
    readonly share: number;
    /** The stream's own evidence, as if it alone were watched. */
    readonly own: number;
    readonly onset: number | null;
  }[];
}

/** A stream with less of the statistic is not what the alarm was about, unless it would have alarmed alone. */
const LEAST_SHARE = 0.1;

/**
 * One alarm may be about several changes: its leaders, and every stream that would have raised it alone.
 * A stream that was latched is renewed, and keeps its onset.
 */
export function latchAlarm(latched: readonly Latched[], alarm: Alarm, now: number, lasts: number): Latched[] {
  const before = new Map(stillLatched(latched, now).map((one) => [one.stream, one]));
  const { statistic, threshold } = alarm;
  const fresh = alarm.streams
    .filter(({ share, own }) => share >= LEAST_SHARE || own >= threshold)
    .map(({ stream, kind, share, onset }): Latched => {
      const known = before.get(stream);
      before.delete(stream);
      return {
        stream,
        kind,
        share,
        onset: known ? known.onset : onset,
        at: now,
        until: now + lasts,
        statistic,
        threshold,
      };
    });
  return [...fresh, ...before.values()];
}

export function stillLatched(latched: readonly Latched[], now: number): Latched[] {
  return latched.filter(({ until }) => now <= until);
}
