/** Times in which nothing is judged. */
import * as value from '../values.js';

const window = value.ruled(
  value.group({
    from: value.moment().describe('Where a window that comes once begins, in event time.').exactOptional(),
    to: value.moment().describe('Where it ends.').exactOptional(),
    every: value
      .weeklyHours()
      .describe("Days and hours of a window that comes every week, by the model's timeZone.")
      .exactOptional(),
    note: value.text('words').describe('What happens then, for people.').exactOptional(),
  }),
  ({ from, to, every }) => {
    const once = from !== undefined || to !== undefined;
    if (once === (every !== undefined)) return 'write either from and to, or every';
    if (!once) return null;
    if (from === undefined || to === undefined)
      return `is without ${from === undefined ? 'from' : 'to'}: write both`;
    return from < to ? null : 'to must be later than from';
  },
);

export const maintenance = value
  .listOf(window, 'a list of windows such as [{ every: sat 02:00-06:00 }]')
  .describe(
    "Windows of event time in which evidence is not counted and no alert fires; wider panes that touch one are no evidence either. A model's own come in addition to everybody's.",
  );
