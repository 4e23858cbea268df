/** As the live page says it. */
import { formatMetric } from '../dashboard/format.js';
import type { AlertRecord } from '../records/feed.js';

export {
  capitalize,
  formatCount,
  formatDay,
  formatMetric,
  formatTick,
  formatValue,
} from '../dashboard/format.js';

const METRICS: Readonly<Record<string, string>> = {
  errors: 'share of errors',
  'log-loss': 'log loss',
  'absolute-error': 'mean absolute error',
  'ndcg-loss': 'NDCG@10',
  'not-taken': 'take rate',
  'drift:prediction': 'the model’s answers',
  'drift:outcome': 'what really happens',
  failures: 'failures',
  latency: 'latency',
  volume: 'volume',
};
const FAULTS: Readonly<Record<string, string>> = {
  quality: 'values outside of the rule of',
  missing: 'missing values of',
  faulty: 'faulty values of',
  frozen: 'standstill of',
  drift: 'drift of',
  gap: 'gap between groups of',
};

/** What an alert is about, in words. */
export function subjectWords({ metric, segment }: Pick<AlertRecord, 'metric' | 'segment'>): string {
  const [name = metric] = metric.split('@');
  const where = segment === '' ? '' : ` where ${segment.replace('=', ' is ')}`;
  const known = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
  if (known !== undefined) return `${known}${where}`;
  const at = name.indexOf(':');
  const fault = at < 0 ? undefined : FAULTS[name.slice(0, at)];
  return fault === undefined ? formatMetric(name) : `${fault} ${name.slice(at + 1)}`;
}
