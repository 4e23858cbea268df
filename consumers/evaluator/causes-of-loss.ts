import { causesOf, whyPaneOf, type Metric, type Why } from '../../src/why/index.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import type { Moment } from './moment.js';

const METRICS: Readonly<Record<string, Metric>> = {
  'log-loss': { name: 'log loss', falls: false, scale: 1, unit: '', decimals: 3 },
  'absolute-error': { name: 'mean absolute error', falls: false, scale: 1, unit: '', decimals: 2 },
};

/**
 * Where the joined rows since the onset went wrong, by whole units that the outcomes have closed.
 * @returns null for one segment's performance, before the first whole unit, and where the reference knows no rows
 */
export function causesOfLoss({ watch, end, policy }: Moment, stream: string, onset: number): Why | null {
  const subject = subjectOf(stream);
  const reference = watch.reference.why;
  if (!reference || subject.about !== 'performance' || subject.segment !== '') return null;
  const since = Math.floor(onset / policy.unit) * policy.unit;
  const days = [...watch.joined.values()].filter(({ start }) => start >= since && start + policy.unit <= end);
  if (days.length === 0) return null;
  return causesOf({
    reference,
    now: days.map((day) => whyPaneOf(reference, day)),
    measure: subject.metric === 'errors' ? 'errors' : 'loss',
    ...(METRICS[subject.metric] && { metric: METRICS[subject.metric] as Metric }),
  });
}
