// @ts-check
/**
 * An alert in words, the same ones on the live page, in the report of a backtest and at a terminal: what it is about, since
 * when, how bad and how sure.
 * @import { AlertRecord } from '../records/feed.js'
 */
import { formatMetric, formatSpan, formatValue } from './format.js';

/** @type {Readonly<Record<string, string>>} */
const SUBJECTS = {
  errors: 'share of errors',
  'log-loss': 'log loss',
  'absolute-error': 'mean absolute error',
  'ndcg-loss': 'NDCG@10',
  'not-taken': 'take rate',
  'drift:prediction': 'drift of the model’s answers',
  'drift:outcome': 'drift of what really happens',
  failures: 'failures of the scorer',
  latency: 'latency of the scorer',
  volume: 'volume of predictions',
};
/** Of one feature or attribute, by what is wrong with it. @type {Readonly<Record<string, string>>} */
const FAULTS = {
  quality: 'values outside of the rule of',
  missing: 'missing values of',
  faulty: 'missing or faulty values of',
  frozen: 'standstill of',
  drift: 'drift of',
  gap: 'gap between groups of',
};
/** What is counted the other way round: told as what is lost by. */
const FALLING = new Set(['ndcg-loss', 'not-taken']);
/** Evidence so many times what was needed says no more than that there is plenty of it. */
const PLENTY = 1_000;
const DAY = 86_400_000;

/**
 * What an alert is about: "missing or faulty values of origin", "log loss where plan is team".
 * @param {Pick<AlertRecord, 'metric' | 'segment'>} alert
 */
export function subjectWords({ metric, segment }) {
  const where = segment === '' ? '' : ` where ${segment.replace('=', ' is ')}`;
  const name = nameOf({ metric, segment });
  if (Object.hasOwn(SUBJECTS, name)) return `${SUBJECTS[name]}${where}`;
  const at = name.indexOf(':');
  const kind = name.slice(0, Math.max(0, at));
  return Object.hasOwn(FAULTS, kind)
    ? `${FAULTS[kind]} ${name.slice(at + 1)}`
    : `${formatMetric(name)}${where}`;
}

/** The metric without its segment; an `@` may also stand in a feature's own name. @param {Pick<AlertRecord, 'metric' | 'segment'>} alert */
function nameOf({ metric, segment }) {
  const end = `@${segment}`;
  return segment !== '' && metric.endsWith(end) ? metric.slice(0, -end.length) : metric;
}

/**
 * Since when: "3 Mar (outcomes show it since 4 Mar)". How well it is known is told where that is more than a day.
 * @param {Pick<AlertRecord, 'onset' | 'onsetWithin' | 'shownSince'>} alert
 * @param {(time: number) => string} format
 */
export function beganWords({ onset, onsetWithin, shownSince = onset }, format) {
  const notes = [
    ...(onsetWithin > DAY ? [`give or take ${formatSpan(0, onsetWithin)}`] : []),
    ...(format(shownSince) === format(onset) ? [] : [`outcomes show it since ${format(shownSince)}`]),
  ];
  return `${format(onset)}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

/** How far from the reference, beside what an alert asks for. @param {Pick<AlertRecord, 'metric' | 'segment' | 'effect'>} alert */
export function effectWords(alert) {
  const { name, value, floor, reference, now } = alert.effect;
  const falls = FALLING.has(nameOf(alert));
  const metric = subjectWords(alert);
  /** @param {(value: number) => string} format */
  const moved = (format) =>
    reference === null || now === null
      ? ''
      : `, from ${format(falls ? 1 - reference : reference)} to ${format(falls ? 1 - now : now)}`;
  const way = falls ? 'down' : 'up';
  switch (name) {
    case 'js':
      return `Jensen-Shannon distance ${formatValue(value)} (floor ${formatValue(floor)})`;
    case 'relative':
      return `${metric} up ${percent(value)} (floor ${percent(floor)})${moved(formatValue)}`;
    case 'points':
      return `${metric} ${way} ${short(value)} points (floor ${short(floor)})${moved(nameOf(alert) === 'ndcg-loss' ? formatValue : percent)}`;
    case 'share':
      return `${percent(value)} of the rows (${percent(floor)} may be)`;
    case 'factor': {
      const fewer = reference !== null && now !== null && now < reference;
      return `${short(1 + value)} times ${fewer ? 'less' : 'as much'} (floor ${short(1 + floor)})${moved(formatValue)}`;
    }
    default:
      return `${formatMetric(name)} ${formatValue(value)} (floor ${formatValue(floor)})${moved(formatValue)}`;
  }
}

/** How unlikely by chance, and what found it. @param {Pick<AlertRecord, 'evidence' | 'detectors'>} alert */
export function evidenceWords({ evidence: { statistic, threshold }, detectors }) {
  const needed = `${formatValue(threshold)} needed`;
  const much =
    statistic < PLENTY * threshold ? `${formatValue(statistic)} (${needed})` : `far beyond the ${needed}`;
  return `${much}; by ${detectors.join(', ')}`;
}

/** @param {number} share */
const percent = (share) => `${short(100 * share)}%`;

/** One decimal where there is something to say with it. @param {number} value */
const short = (value) => String(Number(value.toFixed(Math.abs(value) < 0.1 ? 3 : 1)));
