/** Histories put together from whole weeks of another one: what happens inside of a week stays as it was. */
import type { StoredModel } from '../../src/backtest/replay.js';
import type { PaneRecord } from '../../src/records/pane.js';

export const WEEK = 7 * 86_400_000;

/** Panes by week, the first of which begins at `begin` (epoch ms); those outside of whole weeks are left out. */
export function byWeek(panes: readonly PaneRecord[], begin: number, weeks: number): PaneRecord[][] {
  const found = Array.from({ length: weeks }, (): PaneRecord[] => []);
  for (const pane of panes) found[Math.floor((pane.start - begin) / WEEK)]?.push(pane);
  return found;
}

/**
 * One history of these weeks, one after the other.
 * @param order index of the week that stands at each place
 */
export function weeksInOrder(
  weeks: readonly (readonly PaneRecord[])[],
  order: readonly number[],
  model: string,
): StoredModel {
  const panes = new Map<number, Map<string, Buffer>>();
  order.forEach((week, place) => {
    const shift = (place - week) * WEEK;
    for (const pane of weeks[week] ?? []) {
      const start = pane.start + shift;
      const key = `${pane.prediction ? 'prediction' : 'outcome'}\t${pane.segment}`;
      let own = panes.get(start);
      if (!own) panes.set(start, (own = new Map()));
      own.set(key, Buffer.from(JSON.stringify({ ...pane, start, end: pane.end + shift })));
    }
  });
  return { model, panes, versions: [], references: new Map(), status: null };
}
