/**
 * Weeks in the life of one model on a dirty log: a reference, drift that comes or does not, retraining that is asked for and
 * answered. Seeded. The rows are those of the evaluator's own tests; the dirt is added here, as bytes.
 */
import { seededRandom } from '../../detectors/random.js';
import {
  BEGIN,
  DAY,
  HOUR,
  MODEL,
  PARTITIONS,
  rowsOf,
  stream,
  USUAL,
  type Row,
  type Weather,
} from '../unit/evaluator/world.js';
import type { Rules, SourceRecord } from './source.js';

export const storyRules: Rules = {
  pane: stream.pane,
  grace: stream.grace,
  horizon: stream.horizon,
  futureTolerance: stream.futureTolerance,
  patience: 20 * DAY,
  recordLimit: stream.recordLimit,
  fixedTasks: {},
};
export const STORY_PARTITIONS = PARTITIONS;

/** A record that has no offset yet. */
export type Unwritten = Pick<SourceRecord, 'topic' | 'partition' | 'value' | 'appendedAt'>;

/** Long after every event: a replay. */
const APPENDED = BEGIN + 1000 * DAY;
const ROWS_A_DAY = 20;

const changes: readonly Partial<Weather>[] = [
  { wrong: 0.6 },
  { inputs: [0, 1, 3, 0, 1] },
  { inputs: [0, 1, 3, 0, 1], wrong: 0.6 },
  {},
];

/** What goes wrong in the world from a day on; `seed` chooses. */
export function weatherOf(seed: number, day: number): (day: number) => Weather {
  const change = changes[seed % changes.length] as Partial<Weather>;
  return (d) => (d >= day ? { ...USUAL, ...change } : USUAL);
}

/** Rows as producers wrote them; call it for one stretch of time after the other. */
export class DirtyProducer {
  readonly #seed: number;
  #owed: Row[] = [];

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Predictions of [from, to) by `version`, and all outcomes that are known by then, in the order of writing. */
  write(from: number, to: number, version: string, weather: (day: number) => Weather): Unwritten[] {
    const rows = rowsOf({
      from,
      to,
      version,
      weather,
      rowsADay: ROWS_A_DAY,
      seed: this.#seed,
      segmented: true,
    });
    const known = [...this.#owed, ...rows].filter(({ outcomeTime }) => outcomeTime < to);
    this.#owed = [...this.#owed, ...rows].filter(({ outcomeTime }) => outcomeTime >= to);
    const written = [
      ...rows.flatMap((row) => this.#dirty(row, 'predictions', row.time, predictionsOf(row))),
      ...known.flatMap((row) => this.#dirty(row, 'outcomes', row.outcomeTime, [outcomeOf(row)])),
    ];
    return written.sort((a, b) => a.at - b.at).map(({ record }) => record);
  }

  end(): Unwritten[] {
    const value = Buffer.from(JSON.stringify({ kind: 'end', model: MODEL, time: BEGIN }));
    return (['predictions', 'outcomes'] as const).flatMap((topic) =>
      Array.from({ length: PARTITIONS }, (_, partition) => ({
        topic,
        partition,
        value,
        appendedAt: APPENDED,
      })),
    );
  }

  /** One record with its repeats and its accidents, each with the time when it is written. */
  #dirty(row: Row, topic: Unwritten['topic'], time: number, texts: readonly string[]) {
    const random = seededRandom(this.#seed * 7919 + time + (topic === 'outcomes' ? 1 : 0));
    const luck = random();
    // Beyond the grace, now and then.
    const at = random() < 0.03 ? time + 5 * HOUR : time;
    const extra = (text: string) => [...texts, text];
    const [first = ''] = texts;
    const all =
      luck < 0.04
        ? extra(first)
        : luck < 0.07
          ? extra(first.replace(/"(prediction|outcome)":(\d)/, (_, name, n) => `"${name}":${1 - Number(n)}`))
          : luck < 0.09
            ? extra(first.slice(0, 20))
            : luck < 0.11
              ? extra(first.replace(/"time":\d+/, `"time":${APPENDED + HOUR}`))
              : texts;
    return all.map((text) => ({
      at,
      record: { topic, partition: row.partition, value: Buffer.from(text), appendedAt: APPENDED },
    }));
  }
}

/** The champion's prediction, and for some rows the shadow's on the same id. */
function predictionsOf(row: Row): string[] {
  const { id, time, version, x, colour, score } = row;
  const text = (version: string, score: number) =>
    JSON.stringify({
      id,
      model: MODEL,
      version,
      time,
      features: { x, colour },
      prediction: score >= 0.5 ? 1 : 0,
      score,
      latencyMs: 5 + x,
      segments: { colour },
    });
  return [text(version, score ?? 0), ...(colour === 'blue' ? [text('0-shadow', 0.4)] : [])];
}

function outcomeOf({ id, outcome, outcomeTime }: Row): string {
  return JSON.stringify({ id, model: MODEL, time: outcomeTime, outcome });
}
