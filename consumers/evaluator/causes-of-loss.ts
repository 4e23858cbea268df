import { WATCHED_CUT } from '../../src/aggregates/ranking-sums.js';
import { DAY, dayStart } from '../../src/policy/units.js';
import { causesOf, whyPaneOf, type JoinedPane, type Metric, type Why } from '../../src/why/index.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import type { AlertCause } from '../../src/records/feed.js';
import type { Moment } from './moment.js';

const METRICS: Readonly<Record<string, Metric>> = {
  'log-loss': { name: 'log loss', falls: false, scale: 1, unit: '', decimals: 3 },
  'ndcg-loss': { name: `NDCG@${WATCHED_CUT}`, falls: true, scale: 1, unit: '', decimals: 3 },
  'absolute-error': { name: 'mean absolute error', falls: false, scale: 1, unit: '', decimals: 2 },
};

/** Its causes as an alert has them, best first. */
export function namedCauses(why: Why | null): AlertCause[] {
  return (why?.causes ?? []).map(({ source, name, bin, kind, part, share, n }) => ({
    source,
    name,
    bin,
    kind,
    part,
    share,
    n,
  }));
}

/**
 * Where the joined rows since the onset went wrong, by whole days that the outcomes have closed. A break does not wait for
 * the end of its day: the running one is asked too, for all but the mix.
 *
 * @returns null for one segment's performance and for the take rate (rows know where a choice was, not where none was), before the first row, and where the reference knows no rows
 */
export function causesOfLoss(moment: Moment, stream: string, onset: number): Why | null {
  const { watch, end, policy, speed } = moment;
  const subject = subjectOf(stream);
  const reference = watch.reference.why;
  if (!reference || subject.about !== 'performance' || subject.segment !== '') return null;
  if (subject.metric === 'not-taken') return null;
  const since = dayStart(policy, onset);
  const days = [...watch.joined.values()].filter(({ start }) => start >= since && start < end);
  const isWhole = ({ start }: JoinedPane) => start + DAY <= end;
  const ask = (now: readonly JoinedPane[], isRunning: boolean) =>
    causesOf({
      reference,
      now: now.map((day) => whyPaneOf(reference, day)),
      isRunning,
      measure: subject.metric === 'errors' ? 'errors' : 'loss',
      ...(METRICS[subject.metric] && { metric: METRICS[subject.metric] as Metric }),
    });
  const whole = days.filter(isWhole);
  if (speed === 'unit' || whole.length === days.length) return whole.length > 0 ? ask(whole, false) : null;
  // One day since the onset is mostly from before it, or from its slow beginning.
  const orders = whole.length > 1 ? [whole, days] : [days, whole];
  const answers = orders.filter((now) => now.length > 0).map((now) => ask(now, now === days));
  return answers.find((why) => why !== null && why.causes.length > 0) ?? answers[0] ?? null;
}
