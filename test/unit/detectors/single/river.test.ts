import { describe, expect, it } from 'vitest';
import { createDetector } from '../../../../detectors/index.js';
import { nextDouble, pythonRandom } from '../../../../detectors/mersenne-twister.js';
import { alarmsOf } from '../../../support/alarms.js';
import { abruptErrors, pythonChoices, recurringErrors, widening } from '../../../support/pinned-streams.js';
import { riverAlarms } from '../../../support/river-alarms.js';

describe("alarms where river's tests have them", () => {
  it('adwin', () => {
    expect(alarmsOf(createDetector('adwin'), widening())).toEqual([1023]);
  });

  it('ddm', () => {
    expect(alarmsOf(createDetector('ddm'), abruptErrors())).toEqual([1049]);
    expect(
      alarmsOf(
        createDetector('ddm'),
        Array.from({ length: 1000 }, () => 1),
      ),
    ).toEqual([]);
  });

  it('eddm', () => {
    expect(alarmsOf(createDetector('eddm', { alpha: 0.9, beta: 0.8 }), abruptErrors())).toEqual([1059]);
  });

  it('hddm-a', () => {
    expect(alarmsOf(createDetector('hddm-a'), abruptErrors())).toEqual([1047]);
    expect(alarmsOf(createDetector('hddm-a', { twoSidedTest: true }), recurringErrors())).toEqual([
      531, 1015, 1545,
    ]);
  });

  it('hddm-w', () => {
    expect(alarmsOf(createDetector('hddm-w'), abruptErrors())).toEqual([1018]);
    expect(alarmsOf(createDetector('hddm-w', { twoSidedTest: true }), recurringErrors())).toEqual([
      507, 1032, 1508,
    ]);
  });

  it('kswin, drawing what Python draws', () => {
    const options = { alpha: 0.0001, windowSize: 200, statSize: 100, seed: 42 };
    expect(alarmsOf(createDetector('kswin', options), widening())).toEqual([1042]);
  });

  it.each([
    ['up', [588, 1681]],
    ['down', [1172]],
    ['both', [588, 1097, 1585]],
  ] as const)('page-hinkley, %s', (mode, expected) => {
    expect(alarmsOf(createDetector('page-hinkley', { mode }), recurringErrors())).toEqual(expected);
  });

  it("adwin on Python's choices in blocks of 1,000", () => {
    const [low, high] = [
      [0, 1],
      [4, 5, 6, 7],
    ];
    const stream = pythonChoices(42, [low, high, low, high], 1000);
    expect(alarmsOf(createDetector('adwin'), stream)).toEqual([1023, 2015, 3007]);
  });
});

describe("alarms where river's documentation has them", () => {
  const ranges = [
    [0, 1],
    [4, 5, 6, 7],
  ];

  it('adwin, kswin and page-hinkley on widening choices', () => {
    const stream = pythonChoices(12345, ranges, 1000);
    expect(alarmsOf(createDetector('adwin'), stream)).toEqual([1023]);
    expect(alarmsOf(createDetector('kswin', { alpha: 0.0001, seed: 42 }), stream)).toEqual([1016]);
    expect(alarmsOf(createDetector('page-hinkley'), stream)).toEqual([1006]);
  });
});

describe('alarms and warnings where river has them, at other options', () => {
  it.each(riverAlarms)('$name $options', ({ name, options, seed, drifts, warnings }) => {
    const random = pythonRandom(seed);
    const stream = [0.1, 0.4, 0.05, 0.6].flatMap((rate) =>
      Array.from({ length: 600 }, () => {
        const uniform = nextDouble(random);
        if (name === 'kswin') return uniform + rate;
        return uniform < rate ? 1 : 0;
      }),
    );
    const detector = createDetector(name, options);
    const verdicts = stream.map((value) => detector.update(value));
    expect(verdicts.flatMap(({ drift }, index) => (drift ? [index] : []))).toEqual(drifts);
    expect(verdicts.filter(({ warning }) => warning)).toHaveLength(warnings);
  });
});
