import type { EventTime } from '../events/event.js';
import type { ReplayProgress } from '../../producers/flights/replayer.js';
import { day, number } from './demo-words.js';

/** Event time from which to which the flights go. */
export interface ReplaySpan {
  readonly from: EventTime;
  readonly to: EventTime;
}

/**
 * How far the replay has come, on one line of at most so many characters: of what does not fit, the outcomes (as many as
 * predictions, nearly) are left out first, then the bar, then the predictions; nothing is cut in the middle of a word.
 *
 * @param training what the trainer is at, such as `fit 40%`; shown while the replay waits for it
 */
export function progressLine(
  { time, predictions, outcomes, version, waitingFor }: ReplayProgress,
  { from, to }: ReplaySpan,
  training: string,
  width: number,
): string {
  const done = to > from ? Math.min(1, Math.max(0, (time - from) / (to - from))) : 1;
  const bar = (cells: number) => `${'█'.repeat(Math.round(done * cells)).padEnd(cells, '░')} `;
  const asked = `${number(predictions)} predictions, `;
  const answered = `${number(outcomes)} outcomes, `;
  const waiting = waitingFor === 'training' ? `  training: ${training}` : '';
  const line = (before: string, counts: string) =>
    `  ${before}${day(time)}  ${counts}version ${version}${waiting}`;
  const shortest = line('', '');
  const lines = [
    line(bar(24), asked + answered),
    line(bar(24), asked),
    line(bar(12), asked),
    line('', asked),
  ];
  return lines.find((text) => text.length <= width) ?? shortest;
}
