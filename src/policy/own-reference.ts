import type { PaneRecord } from '../records/pane.js';
import type { ReferenceRequestRecord } from '../records/feed.js';
import { draftReference, finishReference, settleBins } from './draft-reference.js';
import { countMoment, learnPane } from './pane-moment.js';
import type { Reference } from './reference.js';

/**
 * The reference that a request asks for, of closed panes at hand: what the trainer makes of those in the log.
 * @param panes of any model, version and time, each once
 */
export function ownReference(request: ReferenceRequestRecord, panes: Iterable<PaneRecord>): Reference {
  const { model, version, from, to } = request;
  const draft = draftReference(request);
  const moments = new Map<number, PaneRecord[]>();
  for (const pane of panes) {
    if (pane.model !== model || pane.version !== version || pane.start < from || pane.start >= to) continue;
    const own = moments.get(pane.start);
    if (own) own.push(pane);
    else moments.set(pane.start, [pane]);
    learnPane(draft, pane);
  }
  settleBins(draft);
  for (const [start, own] of [...moments].sort(([a], [b]) => a - b)) countMoment(draft, start, own);
  return finishReference(draft, { id: request.id, model, version });
}
