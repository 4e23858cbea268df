/**
 * Names of the streams that the evidence watches, and what each is about. A feature's distribution carries the feature's
 * own name; everything else has a name that no feature can have, because features with such a name are prefixed.
 */
import type { RateName } from '../../fairness/rates.js';

/** The model's own answers, as a distribution. */
export const PREDICTION_STREAM = 'prediction';
/** What really happened, as a distribution. */
export const OUTCOME_STREAM = 'outcome';
/** The loss that the model's own scores expect: asked for an effect, never evidence. */
export const EXPECTED_LOSS_STREAM = 'expected-loss';
export const FAILURES_STREAM = 'service:failures';
export const LATENCY_STREAM = 'service:latency';
export const VOLUME_STREAM = 'service:volume';

/** How far apart the groups of an attribute are, by the criterion that is watched. */
export const gapStream = (attribute: string): string => `gap:${attribute}`;
/** Stream of one rate of one group (`name=value`): asked for an effect, never evidence. */
export const groupStream = (rate: RateName, segment: string): string => `group:${rate}:${segment}`;

/** What a stream says something about. */
export type StreamSubject =
  | { readonly about: 'input'; readonly feature: string; readonly fault: InputFault | null }
  | { readonly about: 'prediction' | 'outcome' | 'failures' | 'latency' | 'volume' }
  | { readonly about: 'performance'; readonly metric: string; readonly segment: string }
  | { readonly about: 'fairness'; readonly attribute: string }
  | { readonly about: 'group'; readonly rate: RateName; readonly segment: string };

/** How a feature can be broken, beside having moved: values that are missing or of another type, or all alike. */
export type InputFault = 'faulty' | 'frozen';

/** What the performance of all tasks is told by: rates of errors and of lists from which nothing was taken, mean losses. */
export const PERFORMANCE = ['errors', 'log-loss', 'absolute-error', 'ndcg-loss', 'not-taken'] as const;
const RESERVED =
  /^(?:prediction$|outcome$|expected-loss$|errors|log-loss|absolute-error|ndcg-loss|not-taken|input:|faulty:|frozen:|service:|cost:|gap:|group:)/;

/** Stream of a feature's distribution. */
export function featureStream(feature: string): string {
  return RESERVED.test(feature) ? `input:${feature}` : feature;
}

/** Stream of the share of a feature's values that are missing or of another type, as a rate. */
export const faultyStream = (feature: string): string => `faulty:${feature}`;
/** Stream of the share of a feature's values that stand in its fullest bin, as a rate. */
export const frozenStream = (feature: string): string => `frozen:${feature}`;
/** Stream of what costs are counted in: asked for a sum, never evidence. */
export const costStream = (name: string): string => `cost:${name}`;
/** Stream of a performance metric in one segment (`name=value`); `''` = all rows. */
export const performanceStream = (metric: string, segment: string): string =>
  segment === '' ? metric : `${metric}@${segment}`;

export function subjectOf(stream: string): StreamSubject {
  switch (stream) {
    case PREDICTION_STREAM:
      return { about: 'prediction' };
    case OUTCOME_STREAM:
      return { about: 'outcome' };
    case FAILURES_STREAM:
      return { about: 'failures' };
    case LATENCY_STREAM:
      return { about: 'latency' };
    case VOLUME_STREAM:
      return { about: 'volume' };
  }
  const at = stream.indexOf('@');
  const metric = at < 0 ? stream : stream.slice(0, at);
  if ((PERFORMANCE as readonly string[]).includes(metric)) {
    return { about: 'performance', metric, segment: at < 0 ? '' : stream.slice(at + 1) };
  }
  if (stream.startsWith('gap:')) return { about: 'fairness', attribute: stream.slice('gap:'.length) };
  if (stream.startsWith('group:')) {
    const [, rate, ...segment] = stream.split(':');
    return { about: 'group', rate: rate as RateName, segment: segment.join(':') };
  }
  for (const fault of ['faulty', 'frozen'] as const) {
    if (stream.startsWith(`${fault}:`)) {
      return { about: 'input', feature: stream.slice(fault.length + 1), fault };
    }
  }
  const feature = stream.startsWith('input:') ? stream.slice('input:'.length) : stream;
  return { about: 'input', feature, fault: null };
}

/** Streams of one group tell of one change: while an alert of the group is open, more evidence is of the same change. */
export function groupOf(stream: string): string {
  const subject = subjectOf(stream);
  if (subject.about === 'input') return `input:${subject.feature}`;
  if (subject.about === 'fairness') return `fairness:${subject.attribute}`;
  return subject.about === 'performance' ? `performance:${subject.segment}` : subject.about;
}
