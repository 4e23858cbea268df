import {
  profile as profileTexts,
  profilerTools,
  type DeadLetter,
  type ProfilerSettings,
  type ProfilerState,
  type Side,
  type SourceRecord,
} from '../../../consumers/profiler/profiler.js';
import type { DeltaRecord } from '../../../src/records/profile.js';

/** As the profiler's `profile`, with frames as whoever consumes them parses them, and readers that have learnt nothing. */
export function profile(
  state: ProfilerState,
  side: Side,
  records: readonly SourceRecord[],
  settings: ProfilerSettings,
): { readonly frames: DeltaRecord[]; readonly deadLetters: readonly DeadLetter[] } {
  const { frames, deadLetters } = profileTexts(state, side, records, settings, profilerTools(settings));
  return { frames: frames.flatMap(({ records: texts }) => texts.map(parsed)), deadLetters };
}

export function parsed(text: string): DeltaRecord {
  return JSON.parse(text) as DeltaRecord;
}
