import { describe, expect, it } from 'vitest';
import { addPrediction, emptyPredictionPane } from '../../../src/aggregates/prediction-pane.js';
import type { FeatureValue } from '../../../src/events/event.js';
import {
  checksOf,
  faultsOf,
  isRuled,
  orderedRules,
  strangestOf,
  type QualityRule,
} from '../../../src/policy/quality-rules.js';

const NOTHING = Symbol('not there');

function paneOf(values: readonly (FeatureValue | typeof NOTHING)[]) {
  const pane = emptyPredictionPane();
  values.forEach((value, i) => {
    const features = value === NOTHING ? {} : { f: value };
    const prediction = {
      kind: 'prediction',
      id: String(i),
      model: 'm',
      version: '1',
      time: 0,
      features,
    } as const;
    addPrediction(pane, { ...prediction, answer: { task: 'binary', label: 1 } } as never, true);
  });
  return pane;
}

function faults(rule: QualityRule, values: readonly (FeatureValue | typeof NOTHING)[]) {
  const pane = paneOf(values);
  return checksOf({ f: rule }, 0.03).map((check) => {
    const { n, errors } = faultsOf(pane, check);
    return [check.fault, errors, n];
  });
}

describe('faultsOf', () => {
  it('counts what is beyond a range, its ends inside, and text where numbers are asked for', () => {
    expect(faults({ min: 18.5, max: 120 }, [18.5, 120, 18.4999, 120.01, -3, 'old', null])).toEqual([
      ['outside', 4, 6],
    ]);
    expect(faults({ min: 0 }, [-0, 0, -1e-9, 5])).toEqual([['outside', 1, 4]]);
    expect(faults({ max: -5 }, [-5, -4.999, -6])).toEqual([['outside', 1, 3]]);
  });

  it('counts what is none of the values, numbers and truth values too', () => {
    expect(faults({ values: ['basic', 'plus'] }, ['basic', 'plus', 'gold', 7, null])).toEqual([
      ['outside', 2, 4],
    ]);
    expect(faults({ values: [0, 1] }, [0, 1, 2, 0.5])).toEqual([['outside', 2, 4]]);
    expect(faults({ values: [true] }, [true, false])).toEqual([['outside', 1, 2]]);
  });

  it('takes null, what is not there at all and what is not finite alike for missing', () => {
    expect(faults({ missing: 0.1 }, [1, 'a', null, NOTHING, NaN])).toEqual([['missing', 3, 5]]);
    expect(faults({ missing: 0.1 }, [NOTHING])).toEqual([['missing', 1, 1]]);
  });
});

describe('checksOf', () => {
  it('asks what a rule says, and nothing that can never be broken', () => {
    expect(checksOf({ b: { missing: 1 }, a: { min: 0, missing: 0.2 } }, 0.03)).toMatchObject([
      { feature: 'a', fault: 'outside', allowed: 0.03 },
      { feature: 'a', fault: 'missing', allowed: 0.2 },
    ]);
    expect(checksOf({ a: { min: 0, outside: 0.5 } }, 0.03)).toMatchObject([{ allowed: 0.5 }]);
  });

  it('is of rules whose order says nothing', () => {
    const ordered = orderedRules({ b: { max: 2, min: 1 }, a: { missing: 0 } });
    expect(JSON.stringify(ordered)).toBe('{"a":{"missing":0},"b":{"min":1,"max":2}}');
    expect(orderedRules({})).toBeUndefined();
  });
});

describe('strangestOf', () => {
  it('is the commonest value that nobody has named', () => {
    const [check] = checksOf({ f: { values: ['basic'] } }, 0.03);
    expect(strangestOf(paneOf(['basic', 'gold', 'gold', 'tin', 'basic', 'basic']), check!)).toBe('gold');
    expect(strangestOf(paneOf(['basic']), check!)).toBeNull();
  });
});

describe('isRuled', () => {
  it('is what people have said of missing values, and nothing else of the feature', () => {
    const rules = { age: { missing: 0.5 }, plan: { values: ['basic'] } };
    expect(isRuled(rules, 'faulty:age')).toBe(true);
    for (const stream of ['frozen:age', 'age', 'faulty:plan', 'faulty:toString', 'errors'])
      expect(isRuled(rules, stream)).toBe(false);
    expect(isRuled(undefined, 'faulty:age')).toBe(false);
  });
});
