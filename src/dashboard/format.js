// @ts-check
/** Numbers and event times as people read them. Event times are UTC everywhere. */

const count = new Intl.NumberFormat('en');
const dayOfYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const dayOnly = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const MINUTE = /** @type {const} */ ({
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});
const minute = new Intl.DateTimeFormat('en-GB', MINUTE);
const minuteOfYear = new Intl.DateTimeFormat('en-GB', { ...MINUTE, year: 'numeric' });
const monthOnly = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });
const monthOfYear = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** @param {number} n */
export const formatCount = (n) => count.format(n);

/**
 * A measure with as many decimals as its size deserves.
 * @param {number} value
 */
export function formatValue(value) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || size >= 1e9)) return powerOfTen(value);
  return size >= 100 ? count.format(Math.round(value)) : value.toFixed(size >= 10 ? 1 : 3);
}

/**
 * 1.7×10¹⁷.
 * @param {number} value
 */
function powerOfTen(value) {
  const [digits = '', exponent = ''] = value.toExponential(1).split('e');
  const raised = exponent
    .replace('+', '')
    .replace(/[-\d]/g, (c) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(c)] ?? '');
  return `${digits}×10${raised}`;
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 4 });

/**
 * A value at an axis, where there is room for six characters.
 * @param {number} value
 */
export const formatValueTick = (value) =>
  Math.abs(value) >= 1e5 ? compact.format(value) : String(Number(value.toPrecision(6)));

/** @param {number} time */
export const formatDay = (time) => dayOfYear.format(time);

/** @param {number} time */
export const formatMinute = (time) => `${minute.format(time)} UTC`;

/** @param {number} time */
export const formatMinuteOfYear = (time) => `${minuteOfYear.format(time)} UTC`;

/**
 * Label of a tick that stands `step` ms from its neighbours.
 * @param {number} time
 * @param {number} step
 */
export function formatTick(time, step) {
  if (step < DAY) return time % DAY === 0 ? dayOnly.format(time) : clock.format(time);
  if (step < 28 * DAY) return dayOnly.format(time);
  // A year needs saying once: where it begins.
  return new Date(time).getUTCMonth() === 0 ? monthOfYear.format(time) : monthOnly.format(time);
}

/**
 * @param {number} from
 * @param {number} to
 */
export function formatSpan(from, to) {
  const hours = Math.round((to - from) / HOUR);
  if (hours < 48) return `${hours} h`;
  return `${count.format(Math.round(hours / 24))} days`;
}

/** @type {Readonly<Record<string, string>>} */
const METRIC_NAMES = {
  f1: 'F1',
  f1Micro: 'micro F1',
  f1Weighted: 'weighted F1',
  precisionMicro: 'micro precision',
  precisionWeighted: 'weighted precision',
  recallMicro: 'micro recall',
  recallWeighted: 'weighted recall',
  mcc: 'Matthews correlation',
  kappa: "Cohen's kappa",
  auc: 'AUC',
  brier: 'Brier score',
  ece: 'calibration error',
  mae: 'mean absolute error',
  mse: 'mean squared error',
  rmse: 'root mean squared error',
  mape: 'mean absolute percentage error',
  r2: 'R squared',
  hitAt1: 'hit@1',
  hitAt3: 'hit@3',
  hitAt5: 'hit@5',
  hitAt10: 'hit@10',
  ndcgAt1: 'NDCG@1',
  ndcgAt3: 'NDCG@3',
  ndcgAt5: 'NDCG@5',
  ndcgAt10: 'NDCG@10',
  mrr: 'mean reciprocal rank',
  outcomeMean: 'mean outcome',
  latencyP50: 'median latency',
  latencyP95: '95% latency',
  latencyP99: '99% latency',
  js: 'Jensen-Shannon',
  psi: 'PSI',
};

/** @param {string} metric */
export function formatMetric(metric) {
  if (metric.startsWith('drift:')) return `drift of ${metric.slice('drift:'.length)}`;
  if (metric.startsWith('gap:')) return `gap between groups of ${metric.slice('gap:'.length)}`;
  if (metric.startsWith('quality:'))
    return `values outside of the rule of ${metric.slice('quality:'.length)}`;
  if (metric.startsWith('missing:')) return `missing values of ${metric.slice('missing:'.length)}`;
  return Object.hasOwn(METRIC_NAMES, metric)
    ? /** @type {string} */ (METRIC_NAMES[metric])
    : metric.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** @param {string} text */
export const capitalize = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {string} version */
export const formatVersion = (version) => (/^\d/.test(version) ? `v${version}` : version);
