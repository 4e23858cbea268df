import type { Random } from '../../../detectors/random.js';
import { addPair } from '../../../src/aggregates/add-pair.js';
import { emptyOutcomePane, type OutcomePane } from '../../../src/aggregates/outcome-pane.js';
import {
  addPrediction,
  emptyPredictionPane,
  type PredictionPane,
} from '../../../src/aggregates/prediction-pane.js';
import { drawNormal } from '../../../src/estimates/draw.js';

/** A binary model whose scores are sigmoid(z), z normal, while what happens follows sigmoid(`intercept` + `slope` z). */
export interface BinaryWorld {
  readonly mean: number;
  readonly deviation: number;
  readonly intercept: number;
  readonly slope: number;
  /** The whole day's log odds move by this much, drawn once a day. */
  readonly dayDeviation?: number;
}

/** Both panes of the same rows: what is known at once, and what is known once the outcomes have come. */
export interface Day {
  readonly predictions: PredictionPane;
  readonly outcomes: OutcomePane;
}

export function dayOf(world: BinaryWorld, rows: number, random: Random): Day {
  const day = { predictions: emptyPredictionPane(), outcomes: emptyOutcomePane() };
  const shift = (world.dayDeviation ?? 0) * drawNormal(random);
  for (let row = 0; row < rows; row++) {
    const z = world.mean + world.deviation * drawNormal(random);
    const score = sigmoid(z);
    const answer = { task: 'binary', label: score >= 0.5 ? 1 : 0, score } as const;
    const p = sigmoid(world.intercept + world.slope * z + shift);
    addPair(day.outcomes, answer, random() < p ? 1 : 0);
    addPrediction(
      day.predictions,
      { kind: 'prediction', id: '', model: 'm', version: '1', time: 0, features: {}, answer },
      true,
    );
  }
  return day;
}

export function daysOf(world: BinaryWorld, days: number, rows: number, random: Random): Day[] {
  return Array.from({ length: days }, () => dayOf(world, rows, random));
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
