import type { OutcomeRow, PredictionRow } from '../../src/events/rows/row.js';
import {
  createOutcomeReader,
  createPredictionReader,
  type RecordReader,
} from '../../src/events/scan/reader.js';
import { emptyMatches, type Matches } from '../../src/stream/join/matches.js';
import { modelRules, type ModelRules } from './model-rules.js';
import { objectiveRows, type ObjectiveRows } from './components.js';
import type { ProfilerSettings } from './state.js';

/**
 * What a profiler needs at hand and that is no part of its state: readers that learn how the records are laid out, and
 * what a join fills. None of it changes a result.
 */
export interface ProfilerTools {
  readonly predictions: RecordReader<PredictionRow>;
  readonly outcomes: RecordReader<OutcomeRow>;
  readonly matches: Matches;
  readonly rulesOf: (model: string) => ModelRules;
  /** By model; null: none has several objectives. */
  readonly objectives: ReadonlyMap<string, ObjectiveRows> | null;
}

export function profilerTools(settings: ProfilerSettings): ProfilerTools {
  return {
    predictions: createPredictionReader(settings),
    outcomes: createOutcomeReader(),
    matches: emptyMatches(),
    rulesOf: modelRules(settings),
    objectives: objectiveRows(settings),
  };
}
