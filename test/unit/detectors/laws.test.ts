/** Laws of every registered detector, on values and on panes: the suite iterates over `describeDetectors()`. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createDetector,
  describeDetectors,
  type Detector,
  type DetectorName,
  DetectorOptionError,
  type DetectorSnapshot,
  type OptionSchema,
  restoreDetector,
} from '../../../detectors/index.js';
import { alarmsOf, feed, type Input } from '../../support/alarms.js';
import { docstringOf } from '../../support/docstring.js';
import { type BreakableLaw, brokenLaws } from '../../support/broken-laws.js';
import { quickOptions } from '../../support/quick-options.js';
import { scenariosOf } from '../../support/scenarios.js';

function throughJson(snapshot: DetectorSnapshot): DetectorSnapshot {
  return JSON.parse(JSON.stringify(snapshot)) as DetectorSnapshot;
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

describe.each(describeDetectors().map((description) => ({ name: description.name, description })))(
  '$name',
  ({ name: text, description }) => {
    const name = text as DetectorName;
    const scenarios = scenariosOf(description);
    const { changing, steady, oddRow, outlier, constantThenWorse, outlierBefore, better } = scenarios;
    const create = (options: object = {}): Detector =>
      createDetector(name, { ...quickOptions(name), ...options });
    const alarms = ({ options, inputs }: { options?: object; inputs: readonly Input[] }): number[] =>
      alarmsOf(create(options), inputs);
    const breaks = (law: BreakableLaw): boolean => brokenLaws[name]?.includes(law) === true;
    const half = (): Detector => {
      const detector = create(changing.options);
      for (const input of changing.inputs.slice(0, changing.inputs.length / 2)) feed(detector, input);
      return detector;
    };

    it('is silent on a constant', () => {
      for (const constant of scenarios.constants) {
        expect([constant.inputs[0], alarms(constant)]).toEqual([constant.inputs[0], []]);
        const withDefaults: Detector = createDetector(name, { ...constant.options });
        expect(alarmsOf(withDefaults, constant.inputs)).toEqual([]);
      }
    });

    it('finds a change, and the same one every time', () => {
      const found = alarms(changing);
      expect(found.length).toBeGreaterThan(0);
      expect(alarms(changing)).toEqual(found);
    });

    it('goes on from its snapshot as if nothing had happened, at any point', () => {
      const whole = create(changing.options);
      const expected = changing.inputs.map((input) => feed(whole, input));
      const alarmed = expected.flatMap(({ drift }, index) => (drift ? [index] : []));
      const anywhere = fc.uniqueArray(fc.nat(changing.inputs.length - 1), { maxLength: 6 });
      fc.assert(
        fc.property(anywhere, (points) => {
          // at those, and around every alarm, where states change most
          const cuts = new Set([...points, ...alarmed.flatMap((at) => [at, at + 1, at + 2])]);
          let detector = create(changing.options);
          changing.inputs.forEach((input, index) => {
            if (cuts.has(index)) detector = restoreDetector(throughJson(detector.snapshot()));
            const found = feed(detector, input);
            if (found.drift !== expected[index]?.drift || cuts.has(index) || found.warning)
              expect(found).toEqual(expected[index]);
          });
          expect(detector.snapshot()).toEqual(whole.snapshot());
        }),
        { numRuns: 8, seed: 1 },
      );
    });

    it('has a snapshot of its own: plain JSON that later inputs do not change', () => {
      const detector = half();
      const snapshot = detector.snapshot();
      const text = JSON.stringify(snapshot);
      expect(throughJson(snapshot)).toEqual(snapshot);
      const copy = restoreDetector(snapshot);
      for (const input of changing.inputs.slice(changing.inputs.length / 2)) feed(copy, input);
      expect(JSON.stringify(snapshot)).toBe(text);
      expect(JSON.stringify(detector.snapshot())).toBe(text);
    });

    it('refuses a snapshot that is not its own', () => {
      const snapshot = create(changing.options).snapshot();
      expect(() => restoreDetector({ ...snapshot, state: { odd: 1 } })).toThrow(TypeError);
      expect(() => restoreDetector({ ...snapshot, options: { ...snapshot.options, odd: 1 } })).toThrow(
        `${name} has no option odd`,
      );
    });

    it('is new after a reset', () => {
      const detector = create(changing.options);
      for (const input of changing.inputs) feed(detector, input);
      detector.reset();
      expect(detector.snapshot()).toEqual(create(changing.options).snapshot());
      expect(alarmsOf(detector, changing.inputs)).toEqual(alarms(changing));
    });

    it('mutates neither its options nor its input', () => {
      const options = deepFreeze({ ...quickOptions(name), ...changing.options });
      const inputs = deepFreeze(structuredClone(changing.inputs));
      const detector: Detector = createDetector(name, options);
      expect(alarmsOf(detector, inputs)).toEqual(alarms(changing));
    });

    it('refuses NaN, infinities and impossible totals aloud, and is not harmed by them', () => {
      const detector = half();
      const before = detector.snapshot();
      for (const odd of scenarios.impossible) {
        expect(() => feed(detector, odd), JSON.stringify(odd)).toThrow(name);
      }
      expect(detector.snapshot()).toEqual(before);
    });

    it('hears nothing from an input without rows', () => {
      for (const detector of [create(changing.options), half()]) {
        const before = detector.snapshot();
        for (const empty of scenarios.missing)
          expect(feed(detector, empty)).toMatchObject({ drift: false, warning: false });
        expect({ ...detector.snapshot(), drifted: false }).toEqual({ ...before, drifted: false });
      }
    });

    it('keeps its verdicts in other units, or says that options are in units', () => {
      if (scenarios.inOtherUnits === null) return;
      if (description.scaleFree) {
        for (const factor of [2 ** -20, 2 ** 20])
          expect(alarms(scenarios.inOtherUnits(factor))).toEqual(alarms(changing));
        return;
      }
      const units = Object.values<OptionSchema>(description.options).map((option) =>
        'unit' in option ? option.unit : '',
      );
      expect(units.includes('units of the values') || name === 'adwin').toBe(true);
    });

    it(`is ${breaks('odd row') ? '' : 'not '}alarmed by one odd row among constants`, () => {
      expect(alarms(oddRow).length > 0).toBe(breaks('odd row'));
    });

    it(`is ${breaks('outlier') ? '' : 'not '}alarmed by one outlier`, () => {
      const near = (found: number[]): number[] =>
        found.filter((at) => at >= outlier.at && at < outlier.at + 60);
      const without = near(alarms({ ...outlier, inputs: outlier.without }));
      expect(near(alarms(outlier)).length > without.length).toBe(breaks('outlier'));
    });

    it('finds the change of a constant', () => {
      expect(alarms(constantThenWorse).length).toBeGreaterThan(0);
    });

    it(`${breaks('outlier before') ? 'misses' : 'finds'} a change when an outlier came long before it`, () => {
      const found = alarms(outlierBefore).some((at) => at >= outlierBefore.from);
      expect(found).toBe(!breaks('outlier before'));
    });

    if (better !== null) {
      it(`does ${breaks('good news') ? '' : 'not '}take an improvement for a drift`, () => {
        expect(alarms(better).some((at) => at >= better.from)).toBe(breaks('good news'));
      });
    }

    it('says so where one odd row alarms it', () => {
      const says = /a single (error|odd pane) is a drift/u.test(
        docstringOf(description).replaceAll(/\s+\*?\s*/gu, ' '),
      );
      expect(says).toBe(breaks('odd row'));
    });

    it('does not grow', () => {
      const detector = create(steady.options);
      const bytes = (): number => JSON.stringify(detector.snapshot().state).length;
      const inputs = description.reads === 'values' ? 20_000 : 4_000;
      let [early, late] = [0, 0];
      for (let index = 0; index < inputs; index++) {
        feed(detector, steady.at(index));
        if (index % 500 !== 499) continue;
        if (index < inputs / 4) early = Math.max(early, bytes());
        else late = Math.max(late, bytes());
      }
      expect(late).toBeLessThan(early * 1.5 + 200);
    });

    it('describes every option: a range, a default in it, a meaning', () => {
      expect(Object.keys(description.options).length).toBeGreaterThan(0);
      for (const [option, schema] of Object.entries<OptionSchema>(description.options)) {
        expect(schema.meaning).toMatch(/^[A-Z].*\.$/);
        const given = schema.kind === 'fitted' ? changing.options : { [option]: schema.default };
        expect(() => createDetector(name, { ...given })).not.toThrow();
      }
    });

    it('refuses a bad option by name, range and value', () => {
      for (const [option, schema] of Object.entries<OptionSchema>(description.options)) {
        for (const odd of ['odd', Number.NaN, Infinity]) {
          const attempt = () => createDetector(name, { ...changing.options, [option]: odd });
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
