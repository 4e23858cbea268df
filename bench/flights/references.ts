/** Stretches of 42 days that the live flights are held against: the demo's, and two later ones. */
import { DAY } from './panes.js';

export interface ReferenceSpan {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Where watching begins. */
  readonly live: number;
}

export const REFERENCES: readonly [ReferenceSpan, ...ReferenceSpan[]] = [
  endingAt('Jan 8 - Feb 18', Date.UTC(2001, 1, 19), Date.UTC(2001, 1, 20)),
  endingAt('Jan 18 - Feb 28', Date.UTC(2001, 2, 1), Date.UTC(2001, 2, 1)),
  endingAt('Mar 4 - Apr 14', Date.UTC(2001, 3, 15), Date.UTC(2001, 3, 15)),
];

function endingAt(name: string, to: number, live: number): ReferenceSpan {
  return { name, from: to - 42 * DAY, to, live };
}
