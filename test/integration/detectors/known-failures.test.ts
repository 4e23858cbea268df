/**
 * The figures with which the documentation warns of detectors that keep no budget: measured again, with the seed that
 * is named there.
 */
import { describe, expect, it } from 'vitest';
import {
  createDetector,
  type Detector,
  type DetectorName,
  describeDetectors,
} from '../../../detectors/index.js';
import { type Random, seededRandom } from '../../../detectors/random.js';
import { docstringOf } from '../../support/docstring.js';

const SEED = 2026;
const RUNS = 1_000;

const errors =
  (rate: number) =>
  (random: Random): number =>
    random() < rate ? 1 : 0;

/** Percent of new detectors that alarm within 2,000 steady errors. */
function freshAlarms(name: DetectorName, rate: number): number {
  const random = seededRandom(SEED);
  let alarmed = 0;
  for (let run = 0; run < RUNS; run++) {
    const detector: Detector = createDetector(name);
    const stream = Array.from({ length: 2_000 }, () => errors(rate)(random));
    if (stream.some((error) => detector.update(error).drift)) alarmed++;
  }
  return Math.round((100 * alarmed) / RUNS);
}

/** False alarms in 100,000 values of a steady stream. */
function alarmsPer100k(
  name: DetectorName,
  options: object,
  draw: (random: Random) => number,
  values: number,
): number {
  const random = seededRandom(SEED);
  const detector: Detector = createDetector(name, { ...options });
  let alarms = 0;
  for (let index = 0; index < values; index++) if (detector.update(draw(random)).drift) alarms++;
  return (100_000 * alarms) / values;
}

function documented(name: string): string {
  const description = describeDetectors().find((each) => each.name === name);
  if (!description) throw new Error(`there is no detector ${name}`);
  return docstringOf(description).replaceAll(/\s+\*?\s*/gu, ' ');
}

describe('the documentation of', () => {
  it.each(['ddm', 'eddm'] as const)('%s says how many fresh starts alarm', (name) => {
    const [rare, frequent] = [freshAlarms(name, 0.05), freshAlarms(name, 0.2)];
    expect(documented(name)).toContain(
      `${rare}% of fresh starts alarm within 2,000 values at a steady rate of .05, ${frequent}% at .2 (1,000 runs, seed 2026)`,
    );
  });

  it('kswin says how many uniform values alarm', () => {
    const alarms = alarmsPer100k('kswin', {}, (random) => random(), 100_000);
    expect(documented('kswin')).toContain(`the defaults ${alarms} come in 100,000 uniform values`);
  });

  it.each(['stepd', 'ecdd', 'optwin'] as const)('%s says how many steady errors alarm', (name) => {
    const rates = [0.05, 0.2].map((rate) => alarmsPer100k(name, {}, errors(rate), 1_000_000));
    for (const rate of rates) {
      const shown = rate < 1 ? String(rate).replace(/^0/u, '') : String(Math.round(rate));
      expect(documented(name)).toMatch(new RegExp(`\\b${shown}\\b`.replace('\\b.', ' \\.'), 'u'));
    }
  });

  it.each(['page-hinkley', 'hddm-w'] as const)('%s says how many steady errors alarm', (name) => {
    const [rare = 0, frequent = 0] = [0.05, 0.2].map((rate) =>
      alarmsPer100k(name, {}, errors(rate), 1_000_000),
    );
    expect(documented(name)).toContain(
      `of .05 and .2: ${rare.toFixed(1)} and ${frequent.toFixed(1)} (1,000,000 values, seed 2026)`,
    );
  });

  it('focus says how many steady errors alarm at which threshold', () => {
    const at = (threshold: number): number[] =>
      [0.05, 0.2].map((rate) => alarmsPer100k('focus', { threshold }, errors(rate), 1_000_000));
    const shown = (rates: readonly number[]): string =>
      rates.map((rate) => rate.toFixed(1).replace(/^0/u, '')).join(' and ');
    expect(documented('focus')).toContain(
      `${shown(at(10))} at a threshold of 10, ${shown(at(12))} at 12, none in 1,000,000 at 15 (seed 2026)`,
    );
    expect(at(15)).toEqual([0, 0]);
  });
});
