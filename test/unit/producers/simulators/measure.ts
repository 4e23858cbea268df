import { simulate, type SimulationOptions } from '../../../../producers/simulators/index.js';
import type { WireOutcome, WirePrediction } from '../../../../src/events/wire.js';

export interface Pair {
  readonly time: number;
  readonly prediction: WirePrediction;
  readonly outcome: WireOutcome;
}

/** The joined cases of a simulation, apart by whether their prediction came before the change. */
export function pairsOf(name: string, options: Partial<SimulationOptions>) {
  const { truth, events } = simulate(name, options);
  const outcomes = new Map<string, WireOutcome>();
  const predictions: WirePrediction[] = [];
  for (const { kind, event } of events) {
    if (kind === 'prediction') predictions.push(event);
    if (kind === 'outcome') outcomes.set(event.id, event);
  }
  const pairs = predictions.map((prediction): Pair => ({
    time: Number(prediction.time),
    prediction,
    outcome: outcomes.get(prediction.id)!,
  }));
  const changeAt = Date.parse(truth.changes[0]!.at);
  return {
    truth,
    changeAt,
    pairs,
    before: pairs.filter(({ time }) => time < changeAt),
    after: pairs.filter(({ time }) => time >= changeAt),
  };
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function feature(name: string) {
  return ({ prediction }: Pair): number => Number(prediction.features[name]);
}

export function outcomeOf({ outcome }: Pair): number {
  return Number(outcome.outcome);
}
