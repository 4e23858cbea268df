/**
 * The components of a prediction that carries the scores of several objectives: one more prediction each, under the
 * component's name. A component keeps score and segments; the inputs are the model's, and watched there.
 */
import type { EndMarker } from '../../src/events/event.js';
import { emptyPredictionRow } from '../../src/events/rows/empty-row.js';
import { keySeed, writeKey } from '../../src/events/rows/event-key.js';
import type { NumbersByName, PredictionRow } from '../../src/events/rows/row.js';
import { refusal, type Refusal } from '../../src/events/refusal.js';
import type { Objective } from '../../src/objectives/objective.js';
import type { ProfilerSettings } from './state.js';

/** What a profiler has at hand for a model with several objectives. */
export interface ObjectiveRows {
  readonly components: readonly ComponentRow[];
  /** Weights of predictions that carry none. */
  readonly declared: NumbersByName;
}

export interface ComponentRow {
  readonly objective: Objective;
  readonly keySeed: Uint32Array;
  /** Filled anew for each prediction. */
  readonly row: PredictionRow;
}

/** Code of a component whose model answered and gave no score for it. */
export const NO_SCORE = 'no-score';

/** @returns by model; null: none has several objectives */
export function objectiveRows({
  objectivesByModel: said,
}: Pick<ProfilerSettings, 'objectivesByModel'>): ReadonlyMap<string, ObjectiveRows> | null {
  if (said === undefined || said.size === 0) return null;
  return new Map([...said].map(([model, objectives]) => [model, rowsOf(objectives)]));
}

function rowsOf(objectives: readonly Objective[]): ObjectiveRows {
  return {
    components: objectives.map((objective) => ({
      objective,
      keySeed: keySeed(objective.component),
      row: emptyPredictionRow(),
    })),
    declared: {
      names: objectives.map(({ name }) => name),
      values: Float64Array.from(objectives, ({ weight }) => weight),
    },
  };
}

/** Predictions with scores and without weights have the declared ones. */
export function declareWeights({ declared }: ObjectiveRows, prediction: PredictionRow): void {
  if (prediction.scores !== null && prediction.weights === null) prediction.weights = declared;
}

/**
 * What a model's record is for its components: a prediction of each, in which some may be refused; the end of each.
 * @param id of a prediction
 */
export function* partsOf(
  { components }: ObjectiveRows,
  read: PredictionRow | EndMarker,
  id: string,
): Generator<PredictionRow | EndMarker | { readonly model: string; readonly refused: Refusal }> {
  for (const component of components) {
    const model = component.objective.component;
    if (read.kind === 'end') {
      yield { ...read, model };
      continue;
    }
    const row = componentRow(component, read, id);
    if (row !== null) yield 'ok' in row ? { model, refused: row } : row;
  }
}

/**
 * The prediction of one component; a model that answers without its score is a failure of the component.
 * @param id the prediction's
 * @returns the component's own row, or why its score is none; null: the model itself has failed, and says nothing of it
 */
function componentRow(
  { objective, keySeed: seed, row }: ComponentRow,
  prediction: PredictionRow,
  id: string,
): PredictionRow | Refusal | null {
  if (prediction.task === 'failed') return null;
  const score = scoreOf(prediction, objective.name);
  if (objective.task === 'binary' && (score < 0 || score > 1)) {
    return refusal(
      'wrong-type',
      `scores.${objective.name} must be a probability, 0 to 1, got ${score}: write task: regression for this objective of ` +
        `${prediction.model} in leeway.yaml if it is a number of something`,
    );
  }
  row.model = objective.component;
  row.version = prediction.version;
  row.time = prediction.time;
  writeKey(seed, id, row.key);
  // Whatever else the prediction says: two that differ are in conflict for every component, too.
  row.contentHash = prediction.contentHash;
  row.segments = prediction.segments;
  row.label = row.code = '';
  row.score = row.value = NaN;
  if (Number.isNaN(score)) {
    row.task = 'failed';
    row.code = NO_SCORE;
  } else if (objective.task === 'binary') {
    row.task = 'binary';
    row.score = score;
    row.label = score >= 0.5 ? '1' : '0';
  } else {
    row.task = 'regression';
    row.value = score;
  }
  return row;
}

/** NaN: it was not said. */
function scoreOf({ scores }: PredictionRow, name: string): number {
  if (scores === null) return NaN;
  const at = scores.names.indexOf(name);
  return at === -1 ? NaN : (scores.values[at] as number);
}
