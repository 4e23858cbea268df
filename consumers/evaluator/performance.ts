import type { OutcomePane } from '../../src/aggregates/outcome-pane.js';
import { baselineValues } from '../../src/metrics/baselines.js';
import { outcomeSummary } from '../../src/metrics/outcome-summary.js';
import { performanceOf } from '../../src/metrics/pane-metrics.js';
import type { MetricsRecord } from '../../src/records/feed.js';
import { costPerPrediction, type Costs } from '../../src/policy/costs.js';
import { EVIDENCE_SCALES } from '../../src/policy/reference.js';
import { versionOf, type ModelState, type WidePane } from './model-state.js';

/** Whose outcomes, and where they begin. */
interface Place {
  readonly version: string;
  readonly segment: string;
  readonly start: number;
}

/** How right the model was, why some metrics are undefined, and what a forecast without a model would have got. */
export function performanceMetrics(
  model: ModelState,
  { version: name, segment, start }: Place,
  pane: OutcomePane,
  costs: Costs | undefined,
): Pick<MetricsRecord, 'values' | 'undefined'> {
  const { task } = model;
  if (!task) return { values: {} };
  const { values, undefined: missing } = performanceOf(pane, task);
  const version = versionOf(model, name, start);
  const { watch } = version;
  const known = {
    previous: version.dayBefore.get(segment) ?? null,
    reference: watch && start >= watch.since ? (watch.reference.outcomes ?? null) : null,
  };
  const cost = costs ? costPerPrediction(pane, costs) : null;
  return {
    values: {
      ...values,
      ...baselineValues(pane, task, known),
      ...(cost !== null && Number.isFinite(cost) && { costPerPrediction: cost }),
    },
    ...(Object.keys(missing).length > 0 && { undefined: missing }),
  };
}

const DAY = Math.max(...EVIDENCE_SCALES);

/** Once a day has been told, it is what was known before the next one. Segments without outcomes that day keep theirs. */
export function rememberDay(model: ModelState, { version, segment, start, width, outcome }: WidePane): void {
  if (width !== DAY || !outcome || !model.task) return;
  const summary = outcomeSummary(outcome, model.task);
  if (summary) versionOf(model, version, start).dayBefore.set(segment, summary);
}
