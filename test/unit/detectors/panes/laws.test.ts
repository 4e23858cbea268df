/** Laws of every registered detector on panes, beside those of all detectors (`../laws.test.ts`). */
import { describe, expect, it } from 'vitest';
import {
  createDetector,
  describeDetectors,
  type Detector,
  type DetectorName,
} from '../../../../detectors/index.js';
import { alarmsOf, feed } from '../../../support/alarms.js';
import { scenariosOf } from '../../../support/scenarios.js';

const onPanes = describeDetectors().filter(({ reads }) => reads === 'panes');

describe.each(onPanes)('$name', (description) => {
  const name = description.name as DetectorName;
  const { changing, constants } = scenariosOf(description);
  const create = (options: object = {}): Detector => createDetector(name, { ...options });

  it('refuses single values, and says what to do', () => {
    const detector = create(changing.options);
    const before = detector.snapshot();
    expect(() => detector.update(1)).toThrow(TypeError);
    expect(() => detector.update(1)).toThrow(`${name} reads panes, not single values`);
    expect(() => detector.update(1)).toThrow('updatePane');
    expect(detector.snapshot()).toEqual(before);
  });

  it('keeps its reference after a drift: the same change alarms again, sooner than a new reference is learned', () => {
    const [first = -1, second = Infinity] = alarmsOf(create(changing.options), changing.inputs);
    expect(first).toBeGreaterThan(-1);
    expect(second - first).toBeLessThan(42);
  });

  it('is silent after a drift as soon as all is well again', () => {
    const detector = create(changing.options);
    const alarmed = alarmsOf(detector, changing.inputs);
    const calm = changing.inputs.slice(0, changing.inputs.length / 3);
    if (name === 'conformal-e') return; // its panes have a time: there is no going back
    for (const pane of calm) feed(detector, pane);
    expect(alarmed.length).toBeGreaterThan(0);
    expect(alarmsOf(detector, calm)).toEqual([]);
  });

  it('says since when, in panes or units, no longer than it has watched', () => {
    const detector = create(changing.options);
    const drifts = changing.inputs.map((pane) => feed(detector, pane)).filter(({ drift }) => drift);
    for (const { since } of drifts) {
      if (since === null) continue;
      expect(since).toBeGreaterThan(0);
      expect(since).toBeLessThanOrEqual(changing.inputs.length);
    }
    expect(drifts.some(({ since }) => since !== null)).toBe(true);
  });

  it('needs no reset between constants', () => {
    const [constant] = constants;
    const detector = create(constant?.options);
    expect(alarmsOf(detector, constant?.inputs ?? [])).toEqual([]);
  });
});
