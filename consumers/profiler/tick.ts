import type { TickRecord } from '../../src/records/profile.js';
import type { Progress } from '../../src/stream/progress.js';
import { END_OF_TIME } from '../../src/stream/settings.js';
import { streamSettingsOf, untilOf, type ProfilerSettings, type ProfilerState } from './state.js';

/** Live streams are those whose newest event is at most this much older than its append: replays of the past have no ticks. */
const LIVE_WITHIN = 3_600_000;

/**
 * The wall clock enters here, once: what the log's append times say about partitions that are quiet. Returns ticks to be
 * logged; from then on they are records like any other. What they change of the state may be forgotten: it decides nothing
 * but when the next one is due.
 *
 * A partition without any record for a moment (`idleAfter`) waits for nothing that is older than that moment. Where one topic never
 * pauses and nothing has come on the other for a whole horizon, nothing older than the horizon is waited for: what came now would
 * not meet its other half any more. So a model without outcomes is watched although its predictions never stop.
 */
export function tick(state: ProfilerState, now: number, settings: ProfilerSettings): TickRecord[] {
  // It is only asked where nothing is unread.
  for (const side of ['predictions', 'outcomes'] as const)
    state.appended[side] = Math.max(state.appended[side], now);
  const ticks: TickRecord[] = [];
  for (const [model, stream] of state.models) {
    const sides = [stream.predictions, stream.outcomes];
    const appendedAt = Math.max(...sides.map((side) => side.appendedAt));
    const newest = Math.max(...sides.map((side) => side.newest));
    if (newest === END_OF_TIME || newest < appendedAt - LIVE_WITHIN) continue;
    if (now - stream.tickedAt < settings.idleAfter) continue;
    const isIdle = now - appendedAt >= settings.idleAfter;
    const { horizon, grace } = streamSettingsOf(settings, model);
    const quiet = now - (isIdle ? settings.idleAfter : Math.max(horizon, settings.idleAfter));
    const silent = sides.filter((side) => isSilent(side, quiet) && side.vouched < quiet);
    if (!isIdle && silent.length === 0) continue;
    stream.tickedAt = now;
    for (const side of silent) side.vouched = quiet;
    ticks.push({
      v: 1,
      kind: 'tick',
      model,
      partition: state.partition,
      ...untilOf(stream, { grace }),
      unheardUntil: quiet - grace,
    });
  }
  return ticks;
}

function isSilent({ appendedAt, newest }: Progress, since: number): boolean {
  return appendedAt <= since && newest < since;
}
