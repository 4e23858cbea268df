/** When something else began to answer: another version, or the same scores with other weights. */
import type { ModelHistory } from '../backtest/history.js';
import { weightsText } from '../dashboard/weights-text.js';
import { tag, textTag } from './markup.js';
import { percentAt, shareAt, type TimeAxis } from './time-axis.js';

export interface Switch {
  /** Event time, epoch ms. */
  readonly at: number;
  readonly label: string;
  /** The whole of it. */
  readonly text: string;
}

/** In the order of time. */
export function switchesOf({
  predictions,
  weights,
}: Pick<ModelHistory, 'predictions' | 'weights'>): Switch[] {
  const starts = new Map<string, number>();
  for (const { version, start } of predictions) if (!starts.has(version)) starts.set(version, start);
  const versions = [...starts]
    .slice(1)
    .map(([version, at]): Switch => ({ at, label: version, text: `version ${version} from here` }));
  const changes = [...weights.values()].map(({ at, after }): Switch => ({
    at,
    label: 'new weights',
    text: `new weights: ${weightsText(after)}`,
  }));
  return [...versions, ...changes].sort((a, b) => a.at - b.at);
}

/** What a letter takes of the width of a drawing: on a telephone, and where it is wide. */
const LETTER = { narrow: 0.022, wide: 0.008 };

/** Dashed lines. Where they follow each other closely only the first has room for its label; the days' readings have all. */
export function drawSwitches(switches: readonly Switch[], axis: TimeAxis, height: number): string[] {
  let free = { narrow: 0, wide: 0 };
  return switches
    .filter(({ at }) => at >= axis.from && at <= axis.to)
    .map(({ at, label }) => {
      const x = percentAt(axis, at);
      const share = shareAt(axis, at);
      const end = share + label.length * LETTER.narrow > 1;
      const from = (letter: number) => (end ? share - label.length * letter : share);
      const line = tag('line', { class: 'switch', x1: x, x2: x, y1: 0, y2: height });
      if (from(LETTER.wide) < free.wide) return line;
      const fits = from(LETTER.narrow) >= free.narrow;
      const to = (letter: number) => from(letter) + label.length * letter;
      free = { narrow: fits ? to(LETTER.narrow) : free.narrow, wide: to(LETTER.wide) };
      return (
        line +
        textTag(
          'text',
          {
            class: fits ? 'switch-label' : 'switch-label often',
            x,
            y: 12,
            dx: end ? -4 : 4,
            'text-anchor': end ? 'end' : 'start',
          },
          label,
        )
      );
    });
}
