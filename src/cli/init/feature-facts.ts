import type { FeatureValue } from '../../events/event.js';
import { CATEGORY_BINS, DISTINCT_VALUES, NUMERIC_BINS } from '../../policy/bins.js';

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
      reason: `${kind} from ${short(facts.least)} to ${short(facts.most)}, ${known} different${missing}${mixed}; ${numericBins(facts)}`,
    };
  }
  const names = [...distinct].map(String).sort();
  const shown = names.length <= MOST_SHOWN ? ` (${names.join(', ')})` : '';
  const mixed = numbers === 0 ? '' : `; ${percent(numbers / (numbers + texts))} of its values are numbers`;
  return {
    type: 'categorical',
    reason: `text, ${known} different${shown}${missing}${mixed}; ${categoryBins(facts)}`,
  };
}

/** In which bins the reference will be counted, if it has the values of the sample. */
function numericBins({ distinct }: FeatureFacts): string {
  return distinct.size <= DISTINCT_VALUES ? 'a bin for each' : `${NUMERIC_BINS} bins of as many rows each`;
}

function categoryBins({ distinct }: FeatureFacts): string {
  return distinct.size <= CATEGORY_BINS
    ? 'a bin for each'
    : `a bin for each of the ${CATEGORY_BINS} most frequent, one for all others`;
}

export function percent(share: number): string {
  const percents = share * 100;
  return `${percents >= 10 ? percents.toFixed(0) : percents >= 0.1 ? percents.toFixed(1) : percents.toPrecision(1)}%`;
}

export function count(n: number): string {
  return n.toLocaleString('en-US');
}

export function short(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** As short as `short`, and not above it: a rule that is offered must let pass what was seen. */
export function shortBelow(value: number): string {
  const rounded = Number(short(value));
  return rounded <= value ? short(value) : String(Number((value - step(value)).toPrecision(4)));
}

export function shortAbove(value: number): string {
  const rounded = Number(short(value));
  return rounded >= value ? short(value) : String(Number((value + step(value)).toPrecision(4)));
}

/** One in the fourth figure. */
const step = (value: number): number => 10 ** (Math.floor(Math.log10(Math.abs(value))) - 3);
