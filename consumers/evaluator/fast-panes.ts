import type { EvidencePane } from '../../detectors/pane.js';
import { unitStart, type Units } from '../../src/policy/units.js';
import { addPane } from '../../src/policy/streams/add-panes.js';
import type { Attention } from './model-state.js';

/** Panes of the width that is read, and when they end. */
export interface ReadyPanes {
  readonly end: number;
  readonly panes: readonly EvidencePane[];
}

/**
 * Adds narrow panes up to the width that a detector reads: a model that is asked rarely says nothing in five minutes.
 *
 * @param panes of one moment; @param end when they end
 * @returns what is whole by now, in the order of time: no later pane of it can come
 */
export function widenPanes(
  attention: Attention<unknown>,
  panes: readonly EvidencePane[],
  end: number,
  scale: number,
  { zoneOffset }: Pick<Units, 'zoneOffset'>,
): ReadyPanes[] {
  const ready: ReadyPanes[] = [];
  const finish = () => {
    const { running } = attention;
    if (running) ready.push({ end: running.start + scale, panes: [...running.panes.values()] });
    attention.running = null;
  };
  for (const pane of panes) {
    const start = unitStart({ unit: scale, zoneOffset }, pane.start);
    if (attention.running && attention.running.start !== start) finish();
    attention.running ??= { start, panes: new Map() };
    addPane(attention.running.panes, pane, { start, scale });
  }
  if (attention.running && attention.running.start + scale <= end) finish();
  return ready;
}
