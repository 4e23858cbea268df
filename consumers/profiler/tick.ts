import type { TickRecord } from '../../src/records/profile.js';
import { END_OF_TIME } from '../../src/stream/settings.js';
import { untilOf, type ProfilerSettings, type ProfilerState } from './state.js';

/** Live streams are those whose newest event is at most this much older than its append: replays of the past have no ticks. */
const LIVE_WITHIN = 3_600_000;

/**
 * The wall clock enters here, once: what the log's append times say about partitions that are quiet. Returns ticks to be
 * logged; from then on they are records like any other. What they change of the state may be forgotten: it decides nothing
 * but when the next one is due.
 */
export function tick(state: ProfilerState, now: number, settings: ProfilerSettings): TickRecord[] {
  const ticks: TickRecord[] = [];
  for (const [model, stream] of state.models) {
    const appendedAt = Math.max(stream.predictions.appendedAt, stream.outcomes.appendedAt);
    const newest = Math.max(stream.predictions.newest, stream.outcomes.newest);
    if (newest === END_OF_TIME || newest < appendedAt - LIVE_WITHIN) continue;
    if (now - Math.max(appendedAt, stream.tickedAt) < settings.idleAfter) continue;
    stream.tickedAt = now;
    const quiet = now - settings.idleAfter;
    for (const side of ['predictions', 'outcomes'] as const) {
      const progress = stream[side];
      if (progress.appendedAt <= quiet && progress.newest < quiet) progress.vouched = quiet;
    }
    ticks.push({
      v: 1,
      kind: 'tick',
      model,
      partition: state.partition,
      ...untilOf(stream, settings),
      unheardUntil: quiet - settings.grace,
    });
  }
  return ticks;
}
