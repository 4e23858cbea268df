import type { FeatureValue } from '../../../src/events/event.js';
import { addPair, emptyOutcomePane } from '../../../src/aggregates/outcome-pane.js';
import { bucketOf } from '../../../src/aggregates/category-counts.js';
import type { WirePrediction } from '../../../src/events/wire.js';
import { simulate } from '../../../producers/simulators/index.js';
import { addJoined, type JoinedDays } from '../../../src/why/joined-days.js';

export const DAY = 86_400_000;

/** A simulation as the evaluator has it once all is joined: daily panes by outcome time, and the names of the categories. */
export function simulatedPanes(
  name: string,
  options: { variant: string; seed: number; scale?: number; daysAfter?: number },
) {
  const { truth, events } = simulate(name, options);
  const predictions = new Map<string, WirePrediction>();
  const days: JoinedDays = new Map();
  const names = new Map<string, string>();
  for (const { kind, event } of events) {
    if (kind === 'prediction') predictions.set(event.id, event);
    if (kind !== 'outcome') continue;
    const p = predictions.get(event.id);
    if (!p) continue;
    predictions.delete(event.id);
    const moment = Math.max(p.time as number, event.time as number);
    const answer =
      truth.name === 'churn'
        ? { task: 'binary' as const, label: p.prediction as 0 | 1, score: p.score as number }
        : { task: 'regression' as const, value: p.prediction as number };
    const features = p.features as Record<string, FeatureValue>;
    for (const [feature, value] of Object.entries(features))
      if (typeof value === 'string') names.set(`${feature} ${bucketOf(value)}`, value);
    const add = (segment: string, features: Record<string, FeatureValue>) => {
      const pane = emptyOutcomePane();
      addPair(pane, answer, event.outcome as number, undefined, features);
      addJoined(days, {}, moment, segment, pane);
    };
    add('', features);
    for (const [dimension, value] of Object.entries(p.segments ?? {})) add(`${dimension}=${value}`, {});
  }
  const changeAt = Date.parse(truth.changes[0]?.at ?? '');
  return {
    changeAt,
    panes: [...days.values()],
    nameOf: (feature: string, bucket: number) => names.get(`${feature} ${bucket}`),
  };
}
