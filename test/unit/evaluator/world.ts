/**
 * A small made-up model and its stream: a binary classifier with a numeric and a categorical input, whose world can be
 * told to change from a day on. Seeded: the same world gives the same rows.
 */
import {
  emptyProfiler,
  type ProfilerState,
  type SourceRecord,
} from '../../../consumers/profiler/profiler.js';
import { profile } from '../profiler/profile.js';
import type { EvaluatorSettings } from '../../../consumers/evaluator/evaluator.js';
import { cohortsOf } from '../../../src/estimates/revisions.js';
import { seededRandom, type Random } from '../../../detectors/random.js';
import type { Policy } from '../../../src/policy/policy.js';
import type { ProfileRecord } from '../../../src/records/profile.js';
import type { StreamSettings } from '../../../src/stream/settings.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A Monday. */
export const BEGIN = Date.UTC(2024, 0, 1);
export const MODEL = 'm';
export const PARTITIONS = 3;
export const PANE = 6 * HOUR;
export const REFERENCE_UNITS = 42;

export const stream: StreamSettings = {
  partitions: PARTITIONS,
  pane: PANE,
  grace: HOUR,
  horizon: DAY,
  futureTolerance: 5 * 60_000,
  recordLimit: 256 * 1024,
  idleAfter: 30_000,
};

export const policy: Policy = {
  unit: DAY,
  budgetUnits: 90,
  effect: {
    js: 0.05,
    jsSevere: 0.1,
    points: 3,
    pointsSevere: 6,
    loss: 0.1,
    lossSevere: 0.25,
    latency: 1.5,
    latencySevere: 3,
    volume: 2,
    volumeSevere: 4,
    gap: 5,
    gapSevere: 10,
  },
  quiet: [],
  latchUnits: 14,
  windowUnits: [3, 7],
  retraining: { enabled: true, warmUpUnits: 1, rangeUnits: REFERENCE_UNITS, cooldownUnits: 7, lead: DAY },
  rollingOutcomes: 60,
};

const cohorts = cohortsOf(stream);

export function settings(changes: Partial<Policy> = {}): EvaluatorSettings {
  const own = { ...policy, ...changes };
  return { partitions: PARTITIONS, paneOf: () => PANE, cohortsOf: () => cohorts, policyOf: () => own };
}

export interface Row {
  readonly id: string;
  readonly time: number;
  readonly version: string;
  readonly x: number;
  readonly colour: string;
  /** null: the scorer failed. */
  readonly score: number | null;
  readonly outcome: 0 | 1;
  readonly outcomeTime: number;
  readonly segmented: boolean;
  readonly partition: number;
}

/** What a day is like: how inputs fall, and how often the world contradicts the model's label. */
export interface Weather {
  /** Weights of x = 1, 2, 3, 4 and of 9, which the reference never has. */
  readonly inputs: readonly number[];
  /** Probability that the outcome differs from the label; null = as the score says (calibrated). */
  readonly wrong: number | null;
}

export const USUAL: Weather = { inputs: [1, 1, 1, 1, 0], wrong: null };
const X = [1, 2, 3, 4, 9];
const SCORES = [0.1, 0.3, 0.6, 0.9, 0.95];

export interface WorldOptions {
  readonly from: number;
  readonly to: number;
  readonly version: string;
  readonly weather?: (day: number) => Weather;
  readonly rowsADay?: number;
  readonly seed?: number;
  /** Rows until then (event time) have a failure in place of an answer. */
  readonly failsUntil?: number;
  readonly segmented?: boolean;
}

/** Rows with prediction times in [from, to), in the order of time. Days count from BEGIN. */
export function rowsOf({
  from,
  to,
  version,
  weather = () => USUAL,
  rowsADay = 24,
  seed = 1,
  failsUntil = 0,
  segmented = false,
}: WorldOptions): Row[] {
  const rows: Row[] = [];
  for (let day = Math.floor((from - BEGIN) / DAY); BEGIN + day * DAY < to; day++) {
    // A day of its own is the same day wherever the stream is cut.
    const random = seededRandom(seed * 1_000_003 + day);
    const { inputs, wrong } = weather(day);
    for (let i = 0; i < rowsADay; i++) {
      const time = BEGIN + day * DAY + Math.floor(((i + random()) / rowsADay) * DAY);
      const kind = weighted(random, inputs);
      const score = SCORES[kind] as number;
      const label = score >= 0.5 ? 1 : 0;
      const luck = random();
      const happened = wrong === null ? luck < score : luck < wrong ? label === 0 : label === 1;
      const row: Row = {
        id: `d${day}-${i}`,
        time,
        version,
        x: X[kind] as number,
        colour: ['red', 'green', 'blue'][weighted(random, [3, 2, 1])] as string,
        score: time < failsUntil ? null : score,
        outcome: happened ? 1 : 0,
        outcomeTime: time + HOUR + Math.floor(random() * 8 * HOUR),
        segmented,
        partition: Math.floor(random() * PARTITIONS),
      };
      if (time >= from && time < to) rows.push(row);
    }
  }
  return rows;
}

/** The model itself: its score for an input. */
export function scoreOf(x: unknown): number {
  return SCORES[X.indexOf(x as number)] ?? 0.5;
}

function weighted(random: Random, weights: readonly number[]): number {
  let left = random() * weights.reduce((sum, w) => sum + w, 0);
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i] as number;
    if (left < 0) return i;
  }
  return weights.findLastIndex((w) => w > 0);
}

export interface FrameOptions {
  readonly batch?: number;
  readonly end?: boolean;
  readonly read?: 'abreast' | 'predictions-first' | 'outcomes-first';
}

/** The source topics' records, by partition, as the producers would have written them, and the profilers that read them. */
export class Profilers {
  readonly #states: ProfilerState[];
  readonly #next: { predictions: number[]; outcomes: number[] };
  readonly #pending: Row[];

  constructor(copyOf?: Profilers) {
    this.#states = copyOf
      ? structuredClone(copyOf.#states)
      : Array.from({ length: PARTITIONS }, (_, p) => emptyProfiler(p));
    const zeros = () => Array.from<number>({ length: PARTITIONS }).fill(0);
    this.#next = copyOf ? structuredClone(copyOf.#next) : { predictions: zeros(), outcomes: zeros() };
    this.#pending = copyOf ? [...copyOf.#pending] : [];
  }

  /**
   * The frames of each partition for all events before `until`: predictions of `rows`, and outcomes of them and of rows
   * before. `batch` events of one topic a frame; `read`: the topics abreast in event time, or one all ahead of the other.
   * `end`: end markers after.
   */
  frames(
    rows: readonly Row[],
    until: number,
    { batch = 24, end = false, read = 'abreast' }: FrameOptions = {},
  ): ProfileRecord[][] {
    this.#pending.push(...rows);
    const due = this.#pending.filter((row) => row.outcomeTime < until);
    const left = this.#pending.filter((row) => row.outcomeTime >= until);
    this.#pending.splice(0, this.#pending.length, ...left);
    return this.#states.map((state, partition) => {
      const events = [
        ...rows
          .filter((row) => row.partition === partition)
          .map((row) => ({ side: 'predictions' as const, at: row.time, text: predictionText(row) })),
        ...due
          .filter((row) => row.partition === partition)
          .map((row) => ({ side: 'outcomes' as const, at: row.outcomeTime, text: outcomeText(row) })),
      ].sort((a, b) => a.at - b.at);
      const frames: ProfileRecord[] = [];
      const waiting = { predictions: [] as SourceRecord[], outcomes: [] as SourceRecord[] };
      const flush = (side: 'predictions' | 'outcomes') => {
        const records = waiting[side].splice(0);
        if (records.length > 0) frames.push(...profile(state, side, records, stream).frames);
      };
      const take = (side: 'predictions' | 'outcomes', text: string) =>
        waiting[side].push({
          offset: this.#next[side][partition]!++,
          value: Buffer.from(text),
          appendedAt: until + 10 * DAY,
        });
      const sides =
        read === 'outcomes-first'
          ? (['outcomes', 'predictions'] as const)
          : (['predictions', 'outcomes'] as const);
      const finish = (side: (typeof sides)[number]) => {
        if (end) take(side, JSON.stringify({ kind: 'end', model: MODEL, time: until }));
        flush(side);
      };
      for (const part of read === 'abreast'
        ? [events]
        : sides.map((side) => events.filter((event) => event.side === side))) {
        for (const { side, text } of part) {
          take(side, text);
          if (waiting[side].length >= batch) flush(side);
        }
        if (read !== 'abreast' && part[0]) finish(part[0].side);
      }
      if (read === 'abreast') sides.forEach(finish);
      return frames;
    });
  }
}

function predictionText({ id, time, version, x, colour, score, segmented }: Row): string {
  const answer =
    score === null ? { error: { code: 'timeout' } } : { prediction: score >= 0.5 ? 1 : 0, score };
  return JSON.stringify({
    id,
    model: MODEL,
    version,
    time,
    features: { x, colour },
    ...answer,
    latencyMs: 5 + x,
    ...(segmented && { segments: { colour } }),
  });
}

function outcomeText({ id, outcome, outcomeTime }: Row): string {
  return JSON.stringify({ id, model: MODEL, time: outcomeTime, outcome });
}
