import { deserialize, serialize } from 'node:v8';
import type { ProfileRecord } from '../../src/records/profile.js';
import { readRecord } from '../../src/records/read-record.js';
import type { PureStage } from '../runtime/stage.js';
import { emptyEvaluator, evaluate, type EvaluatorSettings, type EvaluatorState } from './evaluator.js';

/** The evaluator as a stage of the runtime. */
export function evaluatorStage(settings: EvaluatorSettings): PureStage<EvaluatorState> {
  return {
    empty: emptyEvaluator,
    step: (state, records) =>
      evaluate(
        state,
        records.map((record) => readRecord<ProfileRecord>(record)),
        settings,
      ),
    // 2: histograms and ADWIN in flat arrays; 3: two speeds of evidence, versions in service
    format: 3,
    encode: (state) => serialize(state),
    decode: (bytes) => deserialize(bytes) as EvaluatorState,
  };
}
