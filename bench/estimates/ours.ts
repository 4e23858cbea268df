/** Our estimates of a stream's chunks, from panes as the stream has them. */
import { addPair, emptyOutcomePane } from '../../src/aggregates/outcome-pane.js';
import { addPrediction, emptyPredictionPane } from '../../src/aggregates/prediction-pane.js';
import type { Answer } from '../../src/events/event.js';
import { estimatedOf, estimateReference } from '../../src/estimates/index.js';
import { performanceValues } from '../../src/metrics/pane-metrics.js';
import type { Pair } from './judged.js';
import type { EstimateRow, EstimateStream } from './streams.js';

/** By metric, one pair a chunk; chunks where the metric is undefined are left out. */
export type Estimates = Record<string, Pair[]>;

export const METRICS = {
  binary: ['accuracy', 'f1', 'auc', 'logLoss', 'brier'],
  regression: ['mae'],
} as const;

export function ourEstimates({ task, reference, live }: EstimateStream): Estimates {
  const learned = estimateReference(
    reference.map((rows) => outcomesOf(task, rows)),
    task,
  );
  if ('reason' in learned) throw new Error(learned.reason);
  // As it rides in the reference's record.
  const stored = JSON.parse(JSON.stringify(learned)) as typeof learned;
  console.error(`  the reference takes ${Math.round(JSON.stringify(learned).length / 1024)} KB`);
  const found: Estimates = {};
  for (const rows of live) {
    const estimates = estimatedOf(predictionsOf(task, rows), stored)?.metrics ?? {};
    const known = realised(task, rows);
    for (const metric of METRICS[task]) {
      const [estimate, value] = [estimates[metric], known[metric]];
      if (estimate && value !== undefined) (found[metric] ??= []).push({ ...estimate, realised: value });
    }
  }
  return found;
}

export function realised(task: EstimateStream['task'], rows: readonly EstimateRow[]): Record<string, number> {
  return performanceValues(outcomesOf(task, rows), task);
}

function outcomesOf(task: EstimateStream['task'], rows: readonly EstimateRow[]) {
  const pane = emptyOutcomePane();
  for (const row of rows) addPair(pane, answerOf(task, row), row.outcome);
  return pane;
}

function predictionsOf(task: EstimateStream['task'], rows: readonly EstimateRow[]) {
  const pane = emptyPredictionPane();
  const event = { kind: 'prediction', id: '', model: 'm', version: '1', time: 0, features: {} } as const;
  for (const row of rows) addPrediction(pane, { ...event, answer: answerOf(task, row) }, true);
  return pane;
}

function answerOf(task: EstimateStream['task'], { answer }: EstimateRow): Answer {
  return task === 'binary' ? { task, label: answer >= 0.5 ? 1 : 0, score: answer } : { task, value: answer };
}
