import { beforeAll, describe, expect, it } from 'vitest';

import { createDetector, describeDetectors } from '../../../detectors/index.js';
import { titled, pythonService } from '../../services/index.js';
import { comparedDetectors, type DetectorCase, randomCase } from './detector-cases.js';
import { runPython } from './python.js';
import { randomOf, seed } from './seed.js';

const python = pythonService();
/** Of each detector. */
const CASES = 50;

const WARNING = ['ddm', 'eddm', 'hddm-a', 'hddm-w'];

interface Alarms {
  readonly drifts: readonly number[];
  readonly warnings: readonly number[];
}

function ours({ name, options, stream }: DetectorCase): Alarms {
  const detector = createDetector(name, options);
  const [drifts, warnings]: [number[], number[]] = [[], []];
  for (const [index, value] of stream.entries()) {
    const { drift, warning } = detector.update(value);
    if (drift) drifts.push(index);
    if (warning) warnings.push(index);
  }
  return { drifts, warnings };
}

function show({ options, stream }: DetectorCase): string {
  return `LEEWAY_SEED=${seed}, ${JSON.stringify(options)}, ${stream.length} values: ${stream.slice(0, 10).join(', ')} ...`;
}

describe.skipIf(python.missing !== undefined)(titled('detectors beside river', python), () => {
  const random = randomOf(4);
  const cases = comparedDetectors.flatMap((name) =>
    Array.from({ length: CASES }, () => randomCase(random, name)),
  );
  let theirs: readonly Alarms[] = [];

  beforeAll(() => {
    theirs = runPython(python, 'river_detectors.py', cases) as Alarms[];
  });

  it.each(comparedDetectors)(`%s: the same drifts and warnings in ${CASES} random cases`, (name) => {
    let [drifts, warnings] = [0, 0];
    for (const [index, each] of cases.entries()) {
      if (each.name !== name) continue;
      const expected = theirs[index];
      expect(ours(each), show(each)).toEqual(expected);
      drifts += expected?.drifts.length ?? 0;
      warnings += expected?.warnings.length ?? 0;
    }
    // Silence on both sides would prove nothing.
    expect(drifts).toBeGreaterThan(CASES / 5);
    if (WARNING.includes(name)) expect(warnings).toBeGreaterThan(CASES / 5);
  });

  it.each(comparedDetectors)('%s: every option is varied', (name) => {
    const options = describeDetectors().find((each) => each.name === name)?.options ?? {};
    const drawn = cases.filter((each) => each.name === name).map((each) => each.options);
    for (const option of Object.keys(options)) {
      expect(new Set(drawn.map((each) => each[option])).size, option).toBeGreaterThan(1);
    }
  });
});
