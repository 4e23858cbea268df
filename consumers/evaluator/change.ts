import { faultBins, unseenBins } from '../../src/policy/bins.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import type { AlertChange } from '../../src/records/feed.js';
import type { Why } from '../../src/why/index.js';
import { openAt } from './alerts.js';
import { countsSince } from './counts-since.js';
import { movedStreams } from './explain.js';
import { streamOfAlert } from './alert-stream.js';
import type { Moment } from './moment.js';

/** A feature with so many of its rows beyond all that the reference has seen is in other units, or is another feature. */
const ELSEWHERE = 0.8;
/** A distribution that moved by this part into missing values or another type has not drifted: it is broken. */
const BROKEN = 0.5;

/** What has changed, by name. */
export function changeOf(
  moment: Moment,
  { stream, onset }: { readonly stream: string; readonly onset: number },
  causes: Why | null,
): AlertChange {
  const subject = subjectOf(stream);
  switch (subject.about) {
    case 'failures':
    case 'latency':
      return 'quality';
    case 'volume':
      return 'traffic';
    case 'prediction':
      return 'prediction';
    case 'outcome':
      return 'label';
    case 'input':
      return subject.fault !== null || isBroken(moment, stream, onset) ? 'quality' : 'data';
    case 'fairness':
    case 'group':
      return 'fairness';
    case 'performance':
      return causeOfLoss(moment, onset, causes);
  }
}

function isBroken(moment: Moment, stream: string, onset: number): boolean {
  const bins = moment.watch.reference.bins[stream];
  const { now, before } = countsSince(moment, stream, onset);
  const [rows, then] = [now, before].map((counts) => counts.reduce((sum, n) => sum + n, 0)) as [
    number,
    number,
  ];
  if (!bins || rows === 0 || then === 0) return false;
  const rise = (bin: number) => (now[bin] ?? 0) / rows - (before[bin] ?? 0) / then;
  const moved = now.reduce((sum, _, bin) => sum + Math.max(0, rise(bin)), 0);
  const { missing, otherType } = faultBins(bins);
  if (Math.max(0, rise(missing)) + Math.max(0, rise(otherType)) >= BROKEN * moved) return true;
  return bins.kind === 'numeric' && unseenBins(bins).reduce((sum, bin) => sum + rise(bin), 0) >= ELSEWHERE;
}

/** The model does worse: because its inputs are broken, because they have moved, or because the world means something else. */
function causeOfLoss(moment: Moment, onset: number, causes: Why | null): AlertChange {
  const { model, version, end, policy } = moment;
  const open = openAt(model.alerts, version.version, 'performance', end).filter((a) => a.track === 'data');
  const near = open.filter((a) => a.onset <= onset + policy.unit);
  for (const change of ['quality', 'data'] as const) {
    if (near.some((a) => a.change === change && subjectOf(streamOfAlert(a)).about === 'input')) return change;
  }
  const [first] = causes?.causes ?? [];
  if (first) return first.kind === 'concept' ? 'concept' : 'data';
  // Minutes tell no distribution: of a break, only inputs that are known to be broken or to have moved count.
  if (moment.speed === 'fast') return 'concept';
  return movedStreams(moment, onset).length > 0 ? 'data' : 'concept';
}
