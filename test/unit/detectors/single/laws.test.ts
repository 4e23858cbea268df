/** Laws of every registered detector: the suite iterates over `describeDetectors()`, so none can be left out. */
import { describe, expect, it } from 'vitest';
import {
  createDetector,
  describeDetectors,
  type DetectorName,
  DetectorOptionError,
  type DetectorSnapshot,
  type OptionSchema,
  restoreDetector,
} from '../../../../detectors/index.js';
import { nextDouble, pythonRandom } from '../../../../detectors/mersenne-twister.js';
import { alarmsOf } from '../../../support/alarms.js';
import { quickOptions } from '../../../support/quick-options.js';
import { changingStream, constantsOf, steadyStream } from '../../../support/streams-of-kind.js';

function throughJson(snapshot: DetectorSnapshot): DetectorSnapshot {
  return JSON.parse(JSON.stringify(snapshot)) as DetectorSnapshot;
}

describe.each(describeDetectors())(
  '$name',
  ({ name: text, values, scaleFree, readsErrorCounts, options }) => {
    const name = text as DetectorName;
    const create = () => createDetector(name, quickOptions(name));
    const changing = changingStream(values);

    it('is silent on a constant', () => {
      for (const constant of constantsOf(values)) {
        const stream = Array.from({ length: 1_500 }, () => constant);
        expect([constant, alarmsOf(create(), stream)]).toEqual([constant, []]);
        expect([constant, alarmsOf(createDetector(name), stream)]).toEqual([constant, []]);
      }
    });

    it('finds a change, and the same one every time', () => {
      const alarms = alarmsOf(create(), changing);
      expect(alarms.length).toBeGreaterThan(0);
      expect(alarmsOf(create(), changing)).toEqual(alarms);
    });

    it('goes on from its snapshot as if nothing had happened, at any point', () => {
      const whole = create();
      const expected = changing.map((value) => whole.update(value));
      let detector = create();
      const random = pythonRandom(7);
      changing.forEach((value, index) => {
        // at every point around the alarms, where states change most, and at some others
        const near = [0, 1, 2].some((back) => expected[index - back]?.drift === true);
        if (near || index < 3 || nextDouble(random) < 0.01)
          detector = restoreDetector(throughJson(detector.snapshot()));
        expect(detector.update(value)).toEqual(expected[index]);
      });
    });

    it('has a snapshot of its own: plain JSON that later values do not change', () => {
      const detector = create();
      for (const value of changing.slice(0, 700)) detector.update(value);
      const snapshot = detector.snapshot();
      const text = JSON.stringify(snapshot);
      expect(throughJson(snapshot)).toEqual(snapshot);
      const copy = restoreDetector(snapshot);
      for (const value of changing.slice(700)) copy.update(value);
      expect(JSON.stringify(snapshot)).toBe(text);
      expect(JSON.stringify(detector.snapshot())).toBe(text);
    });

    it('refuses a snapshot that is not its own', () => {
      const snapshot = create().snapshot();
      expect(() => restoreDetector({ ...snapshot, state: { odd: 1 } })).toThrow(TypeError);
      expect(() => restoreDetector({ ...snapshot, options: { ...snapshot.options, odd: 1 } })).toThrow(
        `${name} has no option odd`,
      );
    });

    it('says drift for one value, and starts afresh with the next', () => {
      const detector = create();
      const [first = -1] = alarmsOf(create(), changing);
      for (const value of changing.slice(0, first + 1)) detector.update(value);
      const rest = changing.slice(first + 1);
      expect(alarmsOf(detector, rest)).toEqual(alarmsOf(create(), rest));
    });

    it('is new after a reset', () => {
      const detector = create();
      for (const value of changing) detector.update(value);
      detector.reset();
      expect(detector.snapshot()).toEqual(create().snapshot());
    });

    it('mutates neither its options nor its input', () => {
      const given = Object.freeze({ ...quickOptions(name) });
      const pane = Object.freeze({ values: Object.freeze(changing.slice(0, 50)) });
      createDetector(name, given).updatePane(pane);
      expect(pane.values).toEqual(changing.slice(0, 50));
    });

    it('refuses NaN and infinities aloud, and is not harmed by them', () => {
      const detector = create();
      for (const value of changing.slice(0, 100)) detector.update(value);
      const before = detector.snapshot();
      for (const odd of [Number.NaN, Infinity, -Infinity]) {
        expect(() => detector.update(odd)).toThrow(RangeError);
        expect(() => detector.update(odd)).toThrow(String(odd));
        expect(() => detector.updatePane({ values: [changing[0] ?? 0, odd] })).toThrow(RangeError);
      }
      expect(detector.snapshot()).toEqual(before);
    });

    it('refuses values of another kind', () => {
      const detector = create();
      if (values === 'number') expect(() => detector.update(-17.5)).not.toThrow();
      else for (const odd of [-1, 1.5, 2]) expect(() => detector.update(odd)).toThrow(`${name} takes`);
      if (values === 'error' || values === 'hit') expect(() => detector.update(0.5)).toThrow(RangeError);
    });

    it('keeps its verdicts in other units, or says that options are in units', () => {
      if (values !== 'number') return;
      const scaled = (factor: number): number[] =>
        alarmsOf(
          create(),
          changing.map((value) => value * factor),
        );
      const inUnits = Object.values<OptionSchema>(options).some(
        (option) => 'unit' in option && option.unit === 'units of the values',
      );
      if (scaleFree) for (const factor of [2 ** -20, 2 ** 20]) expect(scaled(factor)).toEqual(scaled(1));
      else expect(inUnits || name === 'adwin').toBe(true);
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
      expect(many.updatePane({ values: [] }).drift).toBe(false);
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

    it('does not grow', () => {
      const detector = create();
      const bytes = (): number => JSON.stringify(detector.snapshot()).length;
      const stream = steadyStream(values);
      let [early, late] = [0, 0];
      for (let i = 0; i < 100_000; i++) {
        detector.update(stream[i % stream.length] ?? 0);
        if (i % 1_000 !== 999) continue;
        if (i < 20_000) early = Math.max(early, bytes());
        else late = Math.max(late, bytes());
      }
      expect(late).toBeLessThan(early * 1.5 + 200);
    });

    it('describes every option: a range, a default in it, a meaning', () => {
      expect(Object.keys(options).length).toBeGreaterThan(0);
      for (const [option, schema] of Object.entries<OptionSchema>(options)) {
        expect(schema.meaning).toMatch(/^[A-Z].*\.$/);
        expect(() => createDetector(name, { [option]: schema.default })).not.toThrow();
      }
    });

    it('refuses a bad option by name, range and value', () => {
      for (const [option, schema] of Object.entries<OptionSchema>(options)) {
        for (const odd of ['odd', Number.NaN, Infinity]) {
          const attempt = () => createDetector(name, { [option]: odd });
          expect(attempt).toThrow(DetectorOptionError);
          expect(attempt).toThrow(`${name}: option ${option} must be `);
          expect(attempt).toThrow(`got ${typeof odd === 'string' ? `"${odd}"` : String(odd)}`);
        }
        if (schema.kind !== 'number' && schema.kind !== 'integer') continue;
        for (const odd of [schema.least - 1, schema.most + Math.max(1, schema.most)])
          expect(() => createDetector(name, { [option]: odd })).toThrow(`${schema.least}, ${schema.most}`);
      }
      expect(() => createDetector(name, { odd: 1 } as object)).toThrow(`${name} has no option odd`);
    });
  },
);

describe('the registry', () => {
  it('names what it does not have', () => {
    expect(() => createDetector('odd' as DetectorName)).toThrow('there is no detector odd; there are adwin');
    expect(() => createDetector('toString' as DetectorName)).toThrow('there is no detector toString');
    const snapshot = createDetector('ddm').snapshot();
    expect(() => restoreDetector({ ...snapshot, version: 2 as 1 })).toThrow('version 1, got 2');
  });
});
