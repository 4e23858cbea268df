import type { FeatureValue } from '../../events/event.js';

/** Up to so many different texts are kept, to be shown. */
const MOST_SHOWN = 12;
/** Beyond so many different values they are no longer counted apart. */
const MOST_COUNTED = 2_000;

export interface FeatureFacts {
  n: number;
  missing: number;
  numbers: number;
  texts: number;
  least: number;
  most: number;
  whole: boolean;
  readonly distinct: Set<number | string>;
}

export function emptyFeatureFacts(): FeatureFacts {
  return {
    n: 0,
    missing: 0,
    numbers: 0,
    texts: 0,
    least: Infinity,
    most: -Infinity,
    whole: true,
    distinct: new Set(),
  };
}

export function addToFeatureFacts(facts: FeatureFacts, value: FeatureValue): void {
  facts.n++;
  if (value === null) {
    facts.missing++;
    return;
  }
  if (typeof value === 'number') {
    facts.numbers++;
    facts.least = Math.min(facts.least, value);
    facts.most = Math.max(facts.most, value);
    facts.whole &&= Number.isInteger(value);
  } else facts.texts++;
  if (facts.distinct.size < MOST_COUNTED)
    facts.distinct.add(typeof value === 'boolean' ? String(value) : value);
}

export interface FeatureChoice {
  readonly type: 'numeric' | 'categorical' | 'empty';
  readonly reason: string;
}

/** The type by the majority of the values, as a reference decides it. */
export function chooseFeatureType(facts: FeatureFacts): FeatureChoice {
  const { numbers, texts, distinct } = facts;
  if (numbers + texts === 0) return { type: 'empty', reason: `without a value in ${count(facts.n)} rows` };
  const missing = facts.missing === 0 ? '' : `, missing in ${percent(facts.missing / facts.n)}`;
  const known = distinct.size < MOST_COUNTED ? String(distinct.size) : `${MOST_COUNTED} and more`;
  if (numbers >= texts) {
    const mixed = texts === 0 ? '' : `; ${percent(texts / (numbers + texts))} of its values are text`;
    const kind = facts.whole ? 'whole numbers' : 'numbers';
    return {
      type: 'numeric',
      reason: `${kind} from ${short(facts.least)} to ${short(facts.most)}, ${known} different${missing}${mixed}`,
    };
  }
  const names = [...distinct].map(String).sort();
  const shown = names.length <= MOST_SHOWN ? ` (${names.join(', ')})` : '';
  const mixed = numbers === 0 ? '' : `; ${percent(numbers / (numbers + texts))} of its values are numbers`;
  return { type: 'categorical', reason: `text, ${known} different${shown}${missing}${mixed}` };
}

export function percent(share: number): string {
  const percents = share * 100;
  return `${percents >= 10 ? percents.toFixed(0) : percents >= 0.1 ? percents.toFixed(1) : percents.toPrecision(1)}%`;
}

export function count(n: number): string {
  return n.toLocaleString('en-US');
}

export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
