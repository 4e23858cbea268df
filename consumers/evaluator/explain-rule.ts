import type { QualityCheck } from '../../src/policy/quality-rules.js';

/** A broken rule in its own words: what the feature does, and what it may. */
export function ruleSentence(
  check: QualityCheck,
  share: number,
  onset: number,
  strangest: string | null,
): string {
  const { feature, fault, allowed } = check;
  const of = fault === 'missing' ? 'rows' : 'its values';
  const such = strangest === null ? '' : ` (such as "${strangest}")`;
  const since = new Date(onset).toISOString().slice(0, 16).replace('T', ' ');
  const what = fault === 'missing' ? 'is missing' : `is ${outsideWords(check)}`;
  return `${feature} ${what} in ${percent(share)} of ${of}${such}, ${percent(allowed)} may be, since about ${since}. The rule is the policy's.`;
}

function outsideWords({ rule: { min, max, values } }: QualityCheck): string {
  if (values)
    return `none of ${values.slice(0, MOST_VALUES).join(', ')}${values.length > MOST_VALUES ? ' ...' : ''}`;
  if (min !== undefined && max !== undefined) return `outside of ${min} to ${max}`;
  return min === undefined ? `above ${max}` : `below ${min}`;
}

const MOST_VALUES = 10;
/** Two digits where a tenth of a percent would say nothing. */
const percent = (x: number) =>
  x > 0 && x < 0.001 ? `${(100 * x).toPrecision(2)}%` : `${(100 * x).toFixed(1)}%`;
