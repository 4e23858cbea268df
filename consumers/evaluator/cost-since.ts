import type { EvidencePane } from '../../detectors/pane.js';
import { moneyText } from '../../src/policy/costs.js';
import { DAY } from '../../src/policy/units.js';
import { costWeights } from '../../src/policy/streams/cost-streams.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import type { AlertRecord } from '../../src/records/feed.js';
import { expectedMean, matchedReference } from './matched-reference.js';
import { meanOf } from './pane-totals.js';
import type { Moment } from './moment.js';

/**
 * What a loss of performance costs a day since its onset: the rows since then against what as many would have cost in the
 * reference, in the same hours of the week. Of less than a day it is told at the reference's rows a day: minutes before dawn
 * are no day.
 *
 * @returns undefined where nobody has said what mistakes cost, for one segment alone, and where either side has no rows
 */
export function costSince(moment: Moment, stream: string, onset: number): AlertRecord['cost'] {
  const { watch, end, policy, speed } = moment;
  const subject = subjectOf(stream);
  const known = watch.reference.costs ?? [];
  if (!policy.costs || subject.about !== 'performance' || subject.segment !== '') return undefined;
  const attention = watch.tracks.performance[speed];
  let [reference, now, rows, since, rowsThen] = [0, 0, 0, end, 0];
  let counted = 0;
  for (const [name, weight] of costWeights(policy.costs)) {
    const recent = (attention?.recent.get(name) ?? []).filter(
      (pane) => pane.start >= onset && pane.start + pane.scale <= end,
    );
    const then = known.filter((pane) => pane.stream === name);
    const [isNow, wasThen] = [meanOf(recent), expectedMean(matchedReference(recent, then))];
    if (isNow === null || wasThen === null) continue;
    counted++;
    now += weight * isNow;
    reference += weight * wasThen;
    rows = rowsIn(recent);
    rowsThen = rowsIn(then);
    since = (recent[0] as EvidencePane).start;
  }
  if (counted === 0) return undefined;
  const { from, to } = watch.reference;
  const perDay = end - since >= DAY ? (rows * DAY) / (end - since) : (rowsThen * DAY) / (to - from);
  return {
    perDay: (now - reference) * perDay,
    currency: policy.costs.currency,
    perPrediction: { reference, now },
    predictionsPerDay: perDay,
  };
}

/** As a sentence of an alert's words. */
export function costSentence(cost: AlertRecord['cost']): string {
  if (!cost) return '';
  const { perDay, currency } = cost;
  if (perDay <= 0)
    return ` By what mistakes cost, it loses nothing: ${moneyText(-perDay, currency)} a day less.`;
  return ` That costs about ${moneyText(perDay, currency)} a day more than before.`;
}

function rowsIn(panes: readonly EvidencePane[]): number {
  return panes.reduce((sum, { n }) => sum + n, 0);
}
