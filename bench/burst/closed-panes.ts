import type { EventLog } from '../../src/log/port.js';
import type { PaneRecord } from '../../src/records/pane.js';

/** Closed panes in the order of the log, by model and side: the two sides close on clocks of their own. */
export type ClosedPanes = ReadonlyMap<string, readonly ClosedPane[]>;

export interface ClosedPane {
  /** Epoch ms. */
  readonly end: number;
  /** The record as it is in the log. */
  readonly text: string;
}

export async function closedPanes(log: EventLog, partitions: number): Promise<ClosedPanes> {
  const found = new Map<string, ClosedPane[]>();
  for (let partition = 0; partition < partitions; partition++) {
    const { first, next } = await log.range('panes', partition);
    await log.read('panes', partition, first, next, (records) => {
      for (const { value } of records) {
        const text = String(value);
        const { model, prediction, end } = JSON.parse(text) as PaneRecord;
        const key = `${model}, ${prediction === null ? 'outcomes' : 'predictions'}`;
        let own = found.get(key);
        if (own === undefined) found.set(key, (own = []));
        own.push({ end, text });
      }
    });
  }
  return found;
}

/** In words; empty when both have the same panes, bit for bit, in the same order, and that is the order of event time. */
export function differences(expected: ClosedPanes, got: ClosedPanes): string[] {
  const wrong: string[] = [];
  for (const key of new Set([...expected.keys(), ...got.keys()])) {
    const [calm, stormy] = [expected.get(key) ?? [], got.get(key) ?? []];
    if (calm.length !== stormy.length) wrong.push(`${key}: ${stormy.length} panes instead of ${calm.length}`);
    const at = calm.findIndex(({ text }, i) => text !== stormy[i]?.text);
    if (at >= 0 && at < stormy.length) wrong.push(`${key}: pane ${at} is not the same`);
    const back = stormy.findIndex(({ end }, i) => i > 0 && end < (stormy[i - 1] as ClosedPane).end);
    if (back >= 0) wrong.push(`${key}: pane ${back} was closed after a later one`);
  }
  return wrong;
}
