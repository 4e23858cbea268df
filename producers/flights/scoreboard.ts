import type { Answer } from '../../src/events/event.js';

/** Accuracy and log loss of one way of answering, added up flight by flight in departure order. */
export interface Score {
  n: number;
  right: number;
  /** Nats; probabilities clipped to [1e-15, 1 - 1e-15]. */
  logLoss: number;
}

/**
 * The live model beside two others on the very same flights, from the first promotion on: always "on time", and version 1
 * left alone. Plain data that travels with the replayer's position, so a restart goes on adding where it stopped.
 */
export interface Scoreboard {
  live: Score;
  alwaysOnTime: Score;
  firstVersion: Score;
}

export function emptyScoreboard(): Scoreboard {
  const empty = (): Score => ({ n: 0, right: 0, logLoss: 0 });
  return { live: empty(), alwaysOnTime: empty(), firstVersion: empty() };
}

export function addScore(score: Score, answer: Answer, late: boolean): void {
  if (answer.task !== 'binary') return;
  const p = Math.min(1 - 1e-15, Math.max(1e-15, answer.score ?? answer.label));
  score.n++;
  if ((answer.label === 1) === late) score.right++;
  score.logLoss -= Math.log(late ? p : 1 - p);
}
