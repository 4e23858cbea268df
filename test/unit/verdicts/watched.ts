/** The stages of production over a made-up model, from a beginning that is made once: its reference is in force. */
import { emptyEvaluator, evaluate, type EvaluatorState } from '../../../consumers/evaluator/evaluator.js';
import {
  emptyProfiler,
  profile,
  profilerTools,
  type ProfilerState,
} from '../../../consumers/profiler/profiler.js';
import type { EngineSettings } from '../../../src/backtest/engine.js';
import { engineSettings } from '../../../src/backtest/backtest.js';
import { outcomeReader, predictionReader } from '../../../src/backtest/event-reader.js';
import { OwnAnswers } from '../../../src/backtest/own-answers.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';
import type {
  AlertRecord,
  MetricsRecord,
  ReferenceRequestRecord,
  RetrainingRecord,
  StatusRecord,
  WeightsRecord,
} from '../../../src/records/feed.js';
import type { ProfileRecord } from '../../../src/records/profile.js';
import { END_OF_TIME, paneStart } from '../../../src/stream/settings.js';

type Heard = AlertRecord | MetricsRecord | StatusRecord | WeightsRecord;

const STRIDE = 6 * 3_600_000;
const USUAL = 'pane: 1h\ngrace: 1h\nreference: { units: 28 }\nretraining: { enabled: false, holdout: 7d }';

export class Watched {
  readonly #settings: EngineSettings;
  readonly #profiler: ProfilerState;
  readonly #evaluator: EvaluatorState;
  readonly #answers = new OwnAnswers(() => undefined);
  #offset: number;
  /** As they fired. */
  readonly alerts: AlertRecord[] = [];
  readonly metrics: MetricsRecord[] = [];
  readonly weights: WeightsRecord[] = [];
  readonly requests: RetrainingRecord[] = [];
  /** Of the model that was told of last. */
  status: StatusRecord | null = null;
  readonly statuses = new Map<string, StatusRecord>();

  /** @param before whose life goes on; @param text what `leeway.yaml` says from here on */
  constructor(before?: Watched, text?: string) {
    this.#settings =
      before && text === undefined ? before.#settings : engineSettings(loadConfig(text ?? USUAL, 'the test'));
    this.#profiler = before ? structuredClone(before.#profiler) : emptyProfiler(0);
    this.#evaluator = before ? copyOf(before.#evaluator) : emptyEvaluator();
    this.#offset = before ? before.#offset : 0;
  }

  /** Events in the order in which they come. */
  feed(events: readonly (Prediction | Outcome)[]): this {
    const tools = {
      ...profilerTools(this.#settings.profiler),
      predictions: predictionReader(this.#settings.profiler),
      outcomes: outcomeReader(),
    };
    for (let first = 0; first < events.length;) {
      const stride = paneStart(events[first]?.time ?? 0, STRIDE);
      const together: (Prediction | Outcome)[] = [];
      for (let next = events[first]; next && paneStart(next.time, STRIDE) === stride; next = events[first]) {
        together.push(next);
        first++;
      }
      const predictions = together.filter((event) => event.kind === 'prediction');
      const outcomes = together.filter((event) => event.kind === 'outcome');
      tools.predictions.wait(predictions);
      this.#profile('predictions', predictions.length, tools);
      tools.outcomes.wait(outcomes);
      this.#profile('outcomes', outcomes.length, tools);
    }
    return this;
  }

  #profile(side: 'predictions' | 'outcomes', count: number, tools: Parameters<typeof profile>[4]): void {
    const records = Array.from({ length: count }, () => ({
      offset: this.#offset++,
      value: Buffer.alloc(0),
      appendedAt: END_OF_TIME,
    }));
    const { frames, deadLetters } = profile(this.#profiler, side, records, this.#settings.profiler, tools);
    if (deadLetters[0]) throw new Error(deadLetters[0].refusal.message);
    this.#decide(frames.flatMap((frame) => frame.records.map((text) => JSON.parse(text) as ProfileRecord)));
  }

  #decide(records: readonly ProfileRecord[]): void {
    if (records.length === 0) return;
    const answers: ProfileRecord[] = [];
    for (const record of evaluate(this.#evaluator, records, this.#settings.evaluator)) {
      this.#answers.take(record);
      if (record.topic === 'retraining') {
        const request = JSON.parse(String(record.value)) as RetrainingRecord | ReferenceRequestRecord;
        if (request.kind === 'retraining') this.requests.push(request);
        else answers.push(...this.#answers.answer(record));
      } else if (record.topic === 'alerts' || record.topic === 'metrics') {
        this.#hear(JSON.parse(String(record.value)) as Heard);
      }
    }
    this.#decide(answers);
  }

  #hear(record: Heard): void {
    if (record.kind === 'status') this.statuses.set(record.model, (this.status = record));
    else if (record.kind === 'weights') this.weights.push(record);
    else if (record.kind === 'metrics') this.metrics.push(record);
    else if (record.state === 'firing') this.alerts.push(record);
  }
}

/** References never change: copies share them, and with them what was calibrated once. */
function copyOf(state: EvaluatorState): EvaluatorState {
  const copy = structuredClone(state);
  for (const [name, model] of copy.models) {
    for (const [own, version] of model.versions) {
      const reference = state.models.get(name)?.versions.get(own)?.watch?.reference;
      if (version.watch && reference) version.watch.reference = reference;
    }
  }
  return copy;
}
