/** From a stream of the evidence to the names in an alert, and back. */
import {
  faultyStream,
  featureStream,
  frozenStream,
  subjectOf,
} from '../../src/policy/streams/stream-names.js';
import type { AlertRecord } from '../../src/records/feed.js';
import type { Speed } from './model-state.js';

/** The first of an alert's detectors: the one that raised it. */
export const DETECTOR: Readonly<Record<Speed, string>> = { unit: 'conformal-e', fast: 'fast' };

/** A stream's name for people and programs: `drift:<feature>`, `faulty:<feature>`, `frozen:<feature>`, `latency`, `gap:<attribute>` ... */
export function metricOf(stream: string): string {
  const subject = subjectOf(stream);
  switch (subject.about) {
    case 'input':
      return `${subject.fault ?? 'drift'}:${subject.feature}`;
    case 'prediction':
    case 'outcome':
      return `drift:${subject.about}`;
    case 'performance':
    case 'fairness':
    case 'group':
      return stream;
    case 'failures':
    case 'latency':
    case 'volume':
      return subject.about;
  }
}

/** The stream that an alert is about: the way back from its metric. */
export function streamOfAlert({ metric, track }: Pick<AlertRecord, 'metric' | 'track'>): string {
  const at = metric.indexOf(':');
  const name = metric.slice(at + 1);
  if (track === 'performance') return metric === 'drift:outcome' ? 'outcome' : metric;
  if (at < 0) return `service:${metric}`;
  switch (metric.slice(0, at)) {
    // Of a rule: it speaks of the same feature.
    case 'quality':
    case 'missing':
    case 'faulty':
      return faultyStream(name);
    case 'frozen':
      return frozenStream(name);
    default:
      return name === 'prediction' ? name : featureStream(name);
  }
}

/** Which detector raised it, and so which one says when it is over. */
export function isOfSpeed(alert: AlertRecord, speed: Speed): boolean {
  return alert.detectors[0] === DETECTOR[speed];
}
