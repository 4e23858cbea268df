import { BEFORE_TIME, END_OF_TIME } from './settings.js';

/**
 * How far one topic-partition has come in event time, for one model. Lateness is decided here and nowhere else: against
 * the newest event at lower offsets of the same topic-partition, which is the same on every replay.
 */
export interface Progress {
  /** Newest event time read; `BEFORE_TIME` while there is none, `END_OF_TIME` after an end marker. */
  newest: number;
  /** Append time of the last record, epoch ms: what idleness is measured by. */
  appendedAt: number;
  /**
   * What a tick has said of a quiet partition: nothing older is waited for. It moves what the partition tells others
   * (`reached`) and decides neither lateness nor eviction, which a replay must decide again from the records alone.
   */
  vouched: number;
}

export function noProgress(): Progress {
  return { newest: BEFORE_TIME, appendedAt: 0, vouched: BEFORE_TIME };
}

/** Records before this are late: the same on every replay. */
export function watermark(progress: Progress, grace: number): number {
  return progress.newest === BEFORE_TIME || progress.newest === END_OF_TIME
    ? progress.newest
    : progress.newest - grace;
}

/** "Nothing before this is still expected": what the partition tells others; a tick may be ahead of its records. */
export function reached(progress: Progress, grace: number): number {
  return Math.max(
    watermark(progress, grace),
    progress.vouched === BEFORE_TIME ? BEFORE_TIME : progress.vouched - grace,
  );
}

/** Notes a record; returns whether it is late. */
export function advance(progress: Progress, time: number, appendedAt: number, grace: number): boolean {
  const late = time < watermark(progress, grace);
  if (time > progress.newest) progress.newest = time;
  progress.appendedAt = appendedAt;
  return late;
}
