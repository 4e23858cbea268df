/** A small made-up history: a binary model with a number and a category, whose world turns on a day. */
import { seededRandom } from '../../../detectors/random.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { Outcome, Prediction } from '../../../src/events/event.js';

export const DAY = 86_400_000;
/** A Monday. */
export const BEGIN = Date.UTC(2024, 0, 1);

export interface StoryOptions {
  readonly days: number;
  readonly rowsADay?: number;
  /** From this day on the outcome no longer follows the score. */
  readonly turnsOn?: number;
  readonly seed?: number;
  /** Hours from a prediction to its outcome. */
  readonly delay?: number;
}

/** In the order of time. */
export function story({
  days,
  rowsADay = 60,
  turnsOn = Infinity,
  seed = 1,
  delay = 5,
}: StoryOptions): (Prediction | Outcome)[] {
  const random = seededRandom(seed);
  const events: (Prediction | Outcome)[] = [];
  for (let day = 0; day < days; day++) {
    for (let i = 0; i < rowsADay; i++) {
      const id = `d${day}-${i}`;
      const time = BEGIN + day * DAY + Math.floor((i / rowsADay) * DAY);
      const x = Math.floor(random() * 8);
      const score = 0.05 + 0.9 * (x / 7);
      const happens = day >= turnsOn ? 1 - score : score;
      events.push(
        {
          kind: 'prediction',
          id,
          model: 'm',
          version: '1',
          time,
          features: {
            x,
            colour: ['red', 'green', 'blue'][Math.floor(random() * 3)] as string,
            gap: random() < 0.1 ? null : x > 3,
          },
          answer: { task: 'binary', label: score >= 0.5 ? 1 : 0, score },
          latencyMs: 5 + x,
          segments: { half: i % 2 === 0 ? 'even' : 'odd' },
        },
        {
          kind: 'outcome',
          id,
          model: 'm',
          time: time + delay * 3_600_000,
          outcome: random() < happens ? 1 : 0,
        },
      );
    }
  }
  return events.sort((a, b) => a.time - b.time);
}

/** The same as an application would have published it. */
export function published(event: Prediction | Outcome): Buffer {
  const { kind, ...rest } = event;
  if (rest && 'answer' in rest) {
    const { answer, ...head } = rest;
    const said = answer.task === 'binary' ? { prediction: answer.label, score: answer.score } : {};
    return Buffer.from(JSON.stringify({ ...head, ...said }));
  }
  void kind;
  return Buffer.from(JSON.stringify(rest));
}

export const config = loadConfig('pane: 6h\ngrace: 6h\nhorizon: 7d\nreference: { units: 28 }\n', 'the test');
