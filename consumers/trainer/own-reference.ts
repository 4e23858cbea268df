import type { EventLog } from '../../src/log/port.js';
import { draftReference, finishReference, settleBins } from '../../src/policy/draft-reference.js';
import { countMoment, learnPane } from '../../src/policy/pane-moment.js';
import type { Reference } from '../../src/policy/reference.js';
import type { ReferenceRequestRecord } from '../../src/records/feed.js';
import { eachMoment, indexPanes } from './closed-panes.js';

/**
 * The reference of a version that its application put into service by itself: its own closed panes of the weeks that the
 * request names, as they stand in the log. Nothing is trained, nothing is scored.
 */
export async function makeOwnReference(
  log: EventLog,
  request: ReferenceRequestRecord,
  partition: number,
): Promise<Reference> {
  const { model, version, from, to } = request;
  const index = await indexPanes(log, partition, { model, version, from, to });
  const draft = draftReference(request);
  await eachMoment(log, index, (_, panes) => {
    for (const pane of panes) learnPane(draft, pane);
  });
  settleBins(draft);
  await eachMoment(log, index, (start, panes) => countMoment(draft, start, panes));
  return finishReference(draft, { id: request.id, model, version });
}
