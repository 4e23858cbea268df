import { deserialize, serialize } from 'node:v8';
import type { ProfileRecord } from '../../src/records/profile.js';
import { readRecord } from '../../src/records/read-record.js';
import type { PureStage } from '../runtime/stage.js';
import { provisionalTotals } from './provisional.js';
import { emptyEvaluator, evaluate, type EvaluatorSettings, type EvaluatorState } from './evaluator.js';

/** The evaluator as a stage of the runtime. */
export function evaluatorStage(settings: EvaluatorSettings): PureStage<EvaluatorState> {
  /** Models whose totals have changed since they were last shown; of no account for any result. */
  const changed = new WeakMap<EvaluatorState, Set<string>>();
  return {
    empty: emptyEvaluator,
    step(state, records) {
      const read = records.map((record) => readRecord<ProfileRecord>(record));
      let models = changed.get(state);
      if (models === undefined) changed.set(state, (models = new Set()));
      for (const { model } of read) models.add(model);
      return evaluate(state, read, settings);
    },
    provisional(state) {
      const models = [...(changed.get(state) ?? [])];
      changed.delete(state);
      return models.flatMap((name) => {
        const model = state.models.get(name);
        return model === undefined ? [] : [provisionalTotals(model, settings)];
      });
    },
    // 2: histograms and ADWIN in flat arrays; 3: two speeds of evidence, versions in service; 4: policies, silences;
    // 5: all metrics, baselines, cohorts
    format: 5,
    encode: (state) => serialize(state),
    // The typed arrays that come out are windows onto the bytes: a life would write into the snapshot that it began with.
    decode: (bytes) => deserialize(Uint8Array.from(bytes)) as EvaluatorState,
  };
}
