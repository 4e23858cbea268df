/** Laws of every registered detector on single values, beside those of all detectors (`../laws.test.ts`). */
import { describe, expect, it } from 'vitest';
import {
  createDetector,
  describeDetectors,
  type Detector,
  type DetectorName,
} from '../../../../detectors/index.js';
import { alarmsOf } from '../../../support/alarms.js';
import { quickOptions } from '../../../support/quick-options.js';
import { changingStream } from '../../../support/streams-of-kind.js';

const onValues = describeDetectors().filter(({ reads }) => reads === 'values');

describe.each(onValues)('$name', (description) => {
  if (description.reads !== 'values') return;
  const { values, readsErrorCounts } = description;
  const name = description.name as DetectorName;
  const create = (): Detector => createDetector(name, quickOptions(name));
  const changing = changingStream(values);

  it('says drift for one value, and starts afresh with the next', () => {
    const detector = create();
    const [first = -1] = alarmsOf(create(), changing);
    for (const value of changing.slice(0, first + 1)) detector.update(value);
    const rest = changing.slice(first + 1);
    expect(alarmsOf(detector, rest)).toEqual(alarmsOf(create(), rest));
  });

  it('refuses values of another kind', () => {
    const detector = create();
    if (values === 'number') expect(() => detector.update(-17.5)).not.toThrow();
    else for (const odd of [-1, 1.5, 2]) expect(() => detector.update(odd)).toThrow(`${name} takes`);
    if (values === 'error' || values === 'hit') expect(() => detector.update(0.5)).toThrow(RangeError);
  });

  it('says what is wrong with NaN, and what to do', () => {
    expect(() => create().update(Number.NaN)).toThrow(/got NaN; count missing values apart/u);
  });

  it('takes a pane as its values', () => {
    const one = create();
    const many = create();
    for (let at = 0; at < 1_200; at += 60) {
      const part = changing.slice(at, at + 60);
      const verdicts = part.map((value) => one.update(value));
      const { drift, warning } = many.updatePane({ values: part });
      expect(drift).toBe(verdicts.some((verdict) => verdict.drift));
      expect(warning).toBe(verdicts.some((verdict) => verdict.warning));
    }
    expect(many.snapshot()).toEqual(one.snapshot());
  });

  it('takes k errors in n where it says so', () => {
    if (!readsErrorCounts) {
      expect(() => create().updatePane({ n: 10, errors: 1 })).toThrow('give a pane');
      return;
    }
    const counted = create();
    const spread = create();
    counted.updatePane({ n: 8, errors: 2 });
    spread.updatePane({ values: [0, 0, 0, 1, 0, 0, 0, 1] });
    expect(counted.snapshot()).toEqual(spread.snapshot());
    expect(counted.updatePane({ n: 0, errors: 0 }).drift).toBe(false);
    for (const [n, errors] of [
      [10, 11],
      [10, -1],
      [10, 0.5],
      [-1, -1],
      [10, Number.NaN],
    ] as const)
      expect(() => create().updatePane({ n, errors })).toThrow(RangeError);
  });
});
