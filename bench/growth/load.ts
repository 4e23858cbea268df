/** Binary predictions and their outcomes in any shape: so many models, features and segments. */
import { inEventTimeOrder } from '../../producers/simulators/event-order.js';
import { chance, lognormal, namedStreams, rounded } from '../../producers/simulators/random.js';
import type { Case } from '../../producers/simulators/simulation.js';
import type { NewRecord } from '../../src/log/port.js';
import type { Shape } from './shape.js';

export interface Load extends Shape {
  /** Predictions and outcomes together. */
  readonly events: number;
  readonly seed: number;
}

const BEGIN = Date.UTC(2025, 0, 6);
const MINUTE = 60_000;
/** Whatever the number of events, they fall into the same panes: twelve of five minutes. */
const SPAN = 60 * MINUTE;
/** Every fifth feature is a text of so many categories. */
const CATEGORIES = 50;

export function modelName(index: number): string {
  return `model-${index}`;
}

/** In event-time order; end markers of every model into every partition come last. */
export function* records(load: Load): Generator<NewRecord> {
  for (const { kind, event } of inEventTimeOrder(cases(load), '')) {
    if (kind === 'end') continue;
    const topic = kind === 'prediction' ? 'predictions' : 'outcomes';
    yield { topic, key: event.id, value: Buffer.from(JSON.stringify(event)) };
  }
  for (let i = 0; i < load.models; i++) {
    const value = Buffer.from(JSON.stringify({ kind: 'end', model: modelName(i), time: BEGIN + 2 * SPAN }));
    for (const topic of ['predictions', 'outcomes']) {
      for (let partition = 0; partition < load.partitions; partition++) {
        yield { topic, partition, key: null, value };
      }
    }
  }
}

function* cases({ events, models, features, segments, seed }: Load): Generator<Case> {
  const random = namedStreams(seed)('growth');
  const predictions = Math.ceil(events / 2);
  for (let i = 0; i < predictions; i++) {
    const time = BEGIN + Math.floor((i * SPAN) / predictions);
    const id = `${seed}-${i}`;
    const model = modelName(Math.floor(random() * models));
    const score = rounded(random(), 4);
    yield {
      prediction: {
        id,
        model,
        version: '1',
        time,
        features: Object.fromEntries(
          Array.from({ length: features }, (_, at) => [
            `f${at}`,
            at % 5 === 4 ? `c${Math.floor(random() * CATEGORIES)}` : rounded(lognormal(random, 40, 1), 2),
          ]),
        ),
        prediction: score >= 0.5 ? 1 : 0,
        score,
        ...(segments > 1 && { segments: { region: `r${Math.floor(random() * segments)}` } }),
      },
      outcome: { id, model, time: time + 3 * MINUTE, outcome: chance(random, score) ? 1 : 0 },
    };
  }
}
