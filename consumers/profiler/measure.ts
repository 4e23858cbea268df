import { joinSize } from '../../src/stream/join/size.js';
import { BEFORE_TIME, END_OF_TIME } from '../../src/stream/settings.js';
import type { StateMeasures } from '../runtime/stage.js';
import { streamSettingsOf, untilOf, type ProfilerSettings, type ProfilerState } from './state.js';

/** What gauges show of a partition: the rows that wait or recognise repeats, and how far each model has come. */
export function measureProfiler({ models }: ProfilerState, settings: ProfilerSettings): StateMeasures {
  const join = { rows: 0, bytes: 0 };
  const watermarks: { model: string; side: 'predictions' | 'outcomes'; until: number }[] = [];
  for (const [model, stream] of models) {
    const { rows, bytes } = joinSize(stream.join);
    join.rows += rows;
    join.bytes += bytes;
    const { predictionsUntil, outcomesUntil } = untilOf(stream, streamSettingsOf(settings, model));
    for (const [side, until] of [
      ['predictions', predictionsUntil],
      ['outcomes', outcomesUntil],
    ] as const) {
      // Neither a topic without a record of the model nor one that has ended has an age.
      if (until !== BEFORE_TIME && until < END_OF_TIME) watermarks.push({ model, side, until });
    }
  }
  return { join, watermarks };
}
