import type { WireOutcome, WirePrediction } from '../../src/events/wire.js';
import { encodeEvent, type OutcomeInput, type PredictionInput } from './encode.js';
import { deliver, type Delivery } from './deliver.js';
import { Lane } from './lane.js';
import { openTransport } from './open-transport.js';
import { defaultLimits, defaultRetry, type ClientOptions } from './options.js';
import { OutageWarning } from './outage-warning.js';
import { systemTimers, type Timers } from './timers.js';
import type { Destination, EncodedEvent } from './transport.js';

/** What has become of the events so far: accepted = delivered + refused + buffered. */
export interface ClientCounts {
  readonly accepted: number;
  readonly delivered: number;
  readonly refused: number;
  /** Waiting or under way. */
  readonly buffered: number;
  readonly retries: number;
}

/** What tests replace. */
export interface ClientEffects {
  readonly timers: Timers;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** To standard error. */
  readonly warn: (text: string) => void;
}

const systemEffects: ClientEffects = {
  timers: systemTimers,
  random: Math.random,
  warn: (text) => void process.stderr.write(text),
};

/**
 * Publishes predictions and outcomes to Leeway.
 *
 * Events are collected into batches and sent in order. The buffer is bounded and nothing is dropped: `predict` and
 * `outcome` resolve once the event is in the buffer, and wait while it is full. Trouble on the way (429, 5xx, no
 * connection, brokers away) is waited out; after a retry the receiver recognises what it had already by its id.
 *
 * @example
 * const leeway = new LeewayClient({ url: 'http://127.0.0.1:4600' });
 * await leeway.predict({ id: '17', model: 'churn', version: '3', time: new Date(), features: { logins: 4 }, prediction: 1, score: 0.83 });
 * await leeway.outcome({ id: '17', model: 'churn', time: new Date(), outcome: 1 });
 * await leeway.close();
 */
export class LeewayClient {
  readonly #lanes: Readonly<Record<Destination, Lane<EncodedEvent>>>;
  readonly #delivery: Delivery;
  #delivered = 0;
  #refused = 0;
  #retries = 0;

  /** @throws TypeError where the url is none, RangeError where a limit is not above 0. */
  constructor(options: ClientOptions, effects: ClientEffects = systemEffects) {
    const outage = new OutageWarning(effects.warn);
    const limits = { ...defaultLimits, ...options };
    for (const name of ['bufferRecords', 'bufferBytes', 'batchRecords', 'batchBytes'] as const) {
      if (!(limits[name] > 0)) throw new RangeError(`${name} must be above 0, not ${limits[name]}`);
    }
    this.#delivery = {
      ...effects,
      transport: openTransport(options, effects.timers),
      retry: { ...defaultRetry, ...options },
      onDelivered: (events) => {
        this.#delivered += events;
        outage.delivered();
      },
      onRefused: (destination, { json }, { code, message }) => {
        this.#refused++;
        options.onRefused?.({
          destination,
          event: JSON.parse(json) as WirePrediction | WireOutcome,
          code,
          message,
        });
      },
      onRetry: (error, waitMs) => {
        this.#retries++;
        if (options.onRetry) options.onRetry(error.message, waitMs);
        else outage.retrying(error);
      },
    };
    const lane = (destination: Destination): Lane<EncodedEvent> =>
      new Lane(limits, effects.timers, (batch) => deliver(this.#delivery, destination, batch));
    this.#lanes = { predictions: lane('predictions'), outcomes: lane('outcomes') };
  }

  get counts(): ClientCounts {
    const accepted = this.#lanes.predictions.accepted + this.#lanes.outcomes.accepted;
    const [delivered, refused, retries] = [this.#delivered, this.#refused, this.#retries];
    return { accepted, delivered, refused, buffered: accepted - delivered - refused, retries };
  }

  /**
   * Resolves once the prediction is in the buffer.
   * @throws TypeError what JSON cannot carry (NaN, a time without a zone)
   * @throws Error the client is closed, or has failed for a reason that no repetition mends (a wrong address, no
   * permission): from then on every call rejects with it
   */
  async predict(prediction: PredictionInput): Promise<void> {
    await this.#lanes.predictions.accept(encodeEvent(prediction));
  }

  /** As `predict`. The order of a prediction and its outcome does not matter. */
  async outcome(outcome: OutcomeInput): Promise<void> {
    await this.#lanes.outcomes.accept(encodeEvent(outcome));
  }

  /** Resolves when everything handed over before is in the log or refused. */
  async flush(): Promise<void> {
    await Promise.all([this.#lanes.predictions.flush(), this.#lanes.outcomes.flush()]);
  }

  /** Takes nothing more, sends what is buffered, lets go of the connection. Rejects when events could not be sent. */
  async close(): Promise<void> {
    const closing = [this.#lanes.predictions.close(), this.#lanes.outcomes.close()];
    const failed = (await Promise.allSettled(closing)).find((lane) => lane.status === 'rejected');
    await this.#delivery.transport.close();
    if (failed) {
      const { message } = failed.reason as Error;
      throw new Error(`closed with ${this.counts.buffered} events unsent: ${message}`, {
        cause: failed.reason,
      });
    }
  }
}
