import { WATCHED_CUT } from '../../src/aggregates/ranking-sums.js';
import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import { binName, type Bins } from '../../src/policy/bins.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import type { AlertRecord } from '../../src/records/feed.js';
import type { Why } from '../../src/why/index.js';
import { costSentence } from './cost-since.js';
import { countsSince } from './counts-since.js';
import type { Effect } from './effect.js';
import { gapSentence } from './gap-since.js';
import type { Moment } from './moment.js';
import { gapSinceOnset } from './recent-panes.js';
import { shownSince, type Began } from './since-when.js';

/** Why an alert fired, in a sentence or two that a person on call can act on; deterministic. */
export function explain(
  moment: Moment,
  stream: string,
  began: Began,
  effect: Effect,
  { causes, cost }: { readonly causes: Why | null; readonly cost: AlertRecord['cost'] },
): string {
  const onset = shownSince(began);
  const since = sinceText(moment, began);
  const subject = subjectOf(stream);
  switch (subject.about) {
    case 'input':
      if (subject.fault === null) return `${moved(moment, stream, onset)} since about ${since}.`;
      return `${faultSentence(subject.feature, subject.fault, effect)} since about ${since}.`;
    case 'prediction':
    case 'outcome':
      return `${moved(moment, stream, onset)} since about ${since}.`;
    case 'failures':
      return `The scorer fails ${percent(effect.now)} of the requests, ${percent(effect.reference)} before, since about ${since}.`;
    case 'latency':
      return `The scorer takes ${milliseconds(effect.now)}, ${milliseconds(effect.reference)} before at this hour, since about ${since}.`;
    case 'volume':
      return `${volumeSentence(effect)} since about ${since}.`;
    case 'fairness':
    case 'group': {
      const gap = gapSinceOnset(moment.watch, { onset, end: moment.end }, moment.policy);
      return `${gap ? gapSentence(gap) : 'The groups are further apart'} since about ${since}.`;
    }
    case 'performance': {
      const where = subject.segment === '' ? '' : ` of ${subject.segment}`;
      return `${performanceSentence(subject.metric, where, effect)} since about ${since}.${costSentence(cost)}${because(moment, onset, causes)}`;
    }
  }
}

function because(moment: Moment, onset: number, causes: Why | null): string {
  if (causes && causes.causes.length > 0) {
    return ` ${causes.sentence.charAt(0).toUpperCase()}${causes.sentence.slice(1)}.`;
  }
  // Minutes tell no distribution.
  if (moment.speed === 'fast') return '';
  const inputs = movedStreams(moment, onset);
  return inputs.length > 0
    ? ` At the same time ${inputs.map((stream) => moved(moment, stream, onset)).join('; ')}.`
    : ' No input moved with it: the relation itself has changed, or an input that the model does not see.';
}

/** Of a loss whose outcomes come late both are told: when its predictions were made, and what the charts show. */
function sinceText(moment: Moment, began: Began): string {
  const shown = shownSince(began);
  const onset = timeText(moment, began.onset);
  return shown === began.onset ? onset : `${onset} (outcomes show it since ${timeText(moment, shown)})`;
}

/** A unit by the day on which it begins in its zone, a break by the minute in UTC. */
function timeText({ speed, policy }: Moment, onset: number): string {
  if (speed === 'unit') return new Date(onset + (policy.zoneOffset ?? 0)).toISOString().slice(0, 10);
  const iso = new Date(onset).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

const percent = (x: number | null) => `${(100 * (x ?? 0)).toFixed(1)}%`;
const milliseconds = (x: number | null) => `${(x ?? 0).toPrecision(3)} ms`;

function faultSentence(
  feature: string,
  fault: 'faulty' | 'frozen',
  { now, reference, rows }: Effect,
): string {
  const share = `${percent(now)} of rows${rows ? ` (${rows.faulty} of ${rows.all})` : ''}`;
  const before = `${percent(reference)} before at these hours,`;
  return fault === 'faulty'
    ? `${feature} is missing or of another type in ${share}, ${before}`
    : `${feature} stands still: ${share} are in one place, ${before}`;
}

function volumeSentence({ now, reference }: Effect): string {
  const rows = (x: number | null) => (x ?? 0).toFixed((x ?? 0) < 10 ? 1 : 0);
  if ((now ?? 0) < 0.5) return `No predictions come; about ${rows(reference)} a pane before at this hour,`;
  return `${rows(now)} predictions a pane come, about ${rows(reference)} before at this hour,`;
}

function performanceSentence(metric: string, where: string, { now, reference, value }: Effect): string {
  switch (metric) {
    case 'errors':
      return `Accuracy${where} fell ${value.toFixed(1)} points, from ${percent(1 - (reference ?? 0))} to ${percent(1 - (now ?? 0))},`;
    case 'log-loss':
      return `Log loss${where} rose ${percent(value)}, from ${(reference ?? 0).toFixed(3)} to ${(now ?? 0).toFixed(3)},`;
    case 'ndcg-loss': {
      const ndcg = (loss: number | null) => (1 - (loss ?? 0)).toFixed(3);
      return `NDCG@${WATCHED_CUT}${where} fell from ${ndcg(reference)} to ${ndcg(now)},`;
    }
    case 'not-taken':
      return `The take rate${where} fell ${value.toFixed(1)} points, from ${percent(1 - (reference ?? 0))} to ${percent(1 - (now ?? 0))},`;
    default:
      return `The mean absolute error${where} rose ${percent(value)}, from ${(reference ?? 0).toPrecision(4)} to ${(now ?? 0).toPrecision(4)},`;
  }
}

/** The three inputs farthest from the reference over the same window, if any is beyond the floor. */
export function movedStreams(moment: Moment, onset: number): string[] {
  return Object.keys(moment.watch.reference.bins)
    .filter((stream) => subjectOf(stream).about === 'input')
    .map((stream) => ({ stream, distance: distanceOf(moment, stream, onset) }))
    .filter(({ distance }) => distance >= moment.policy.effect.js)
    .sort((a, b) => b.distance - a.distance || (a.stream < b.stream ? -1 : 1))
    .slice(0, 3)
    .map(({ stream }) => stream);
}

/** "distance moved: 31% of rows are in 1500 to 2000, 12% in the reference" */
function moved(moment: Moment, stream: string, onset: number): string {
  const { now, before } = countsSince(moment, stream, onset);
  const totals = [now, before].map((counts) => counts.reduce((sum, n) => sum + n, 0)) as [number, number];
  const subject = subjectOf(stream);
  const name =
    subject.about === 'input'
      ? subject.feature
      : subject.about === 'prediction'
        ? "the model's answer"
        : 'what happens';
  if (totals[0] === 0 || totals[1] === 0) return `${name} moved`;
  let best = 0;
  let gain = -Infinity;
  for (let i = 0; i < Math.max(now.length, before.length); i++) {
    const rise = (now[i] ?? 0) / totals[0] - (before[i] ?? 0) / totals[1];
    if (rise > gain) [best, gain] = [i, rise];
  }
  const share = (n: number | undefined, total: number) => `${((100 * (n ?? 0)) / total).toFixed(0)}%`;
  const where = binName(moment.watch.reference.bins[stream] as Bins, best);
  return `${name} moved: ${share(now[best], totals[0])} of rows are in "${where}", ${share(before[best], totals[1])} in the reference`;
}

function distanceOf(moment: Moment, stream: string, onset: number): number {
  const { now, before } = countsSince(moment, stream, onset);
  return now.some((n) => n > 0) && before.some((n) => n > 0) ? jensenShannonCorrected(now, before) : 0;
}
