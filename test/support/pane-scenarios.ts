/** Streams of panes: counts of errors, and estimates with their variance. */
import type { ErrorCount, Estimate } from '../../detectors/index.js';
import { type Random, seededRandom } from '../../detectors/random.js';
import type { Scenarios } from './scenarios.js';

const ROWS = 1_000;

/** One pane whose own rate is spread around `rate`. */
function countPane(random: Random, rate: number): ErrorCount {
  const own = rate + 0.15 * rate * (random() + random() + random() - 1.5);
  return { n: ROWS, errors: Math.round(ROWS * Math.min(1, own)) };
}

function series<Pane>(length: number, pane: (index: number) => Pane): Pane[] {
  return Array.from({ length }, (_, index) => pane(index));
}

function ofPanes<Pane extends ErrorCount | Estimate>(
  draw: (random: Random, worse: boolean) => Pane,
  { calm, worst }: { readonly calm: readonly Pane[]; readonly worst: Pane },
): Omit<Scenarios, 'missing' | 'impossible' | 'inOtherUnits' | 'better'> & {
  readonly changingPanes: readonly Pane[];
} {
  const random = seededRandom(5);
  const changing = series(160, (index) => draw(random, index >= 80));
  const steady = series(1_024, () => draw(random, false));
  const [first = worst] = calm;
  return {
    changingPanes: changing,
    changing: { inputs: changing },
    steady: { options: {}, at: (index) => steady[index % steady.length] ?? worst },
    constants: calm.map((pane) => ({ inputs: series(400, () => pane) })),
    oddRow: { inputs: series(200, (index) => (index === 120 ? worst : first)), at: 120 },
    outlier: { inputs: steady.slice(0, 300).with(150, worst), at: 150, without: steady.slice(0, 300) },
    constantThenWorse: { inputs: series(200, (index) => (index < 120 ? first : worst)) },
    outlierBefore: { inputs: changing.with(20, worst), from: 80 },
  };
}

export function countScenarios(): Scenarios {
  const random = seededRandom(6);
  return {
    better: { inputs: series(160, (index) => countPane(random, index < 80 ? 0.2 : 0.02)), from: 80 },
    ...ofPanes((random, worse) => countPane(random, worse ? 0.4 : 0.2), {
      calm: [
        { n: ROWS, errors: 0 },
        { n: ROWS, errors: 200 },
        { n: 7, errors: 2 },
        { n: ROWS, errors: ROWS },
      ],
      worst: { n: ROWS, errors: ROWS },
    }),
    missing: [{ n: 0, errors: 0 }],
    impossible: [
      { n: 10, errors: 11 },
      { n: 10, errors: -1 },
      { n: 10, errors: 0.5 },
      { n: Number.NaN, errors: 1 },
      { n: 10, errors: Number.NaN },
      { n: Infinity, errors: 1 },
      { values: [0, 1] },
    ],
    inOtherUnits: null,
  };
}

export function estimateScenarios(): Scenarios {
  const draw = (random: Random, worse: boolean): Estimate => ({
    value: 5 + (random() + random() + random() - 1.5) + (worse ? 3 : 0),
    variance: 0.05,
  });
  const { changingPanes, ...scenarios } = ofPanes(draw, {
    calm: [
      { value: 5, variance: 0.05 },
      { value: 0, variance: 0 },
      { value: 0.1, variance: 0 },
      { value: -1e9, variance: 1 },
    ],
    worst: { value: 50, variance: 0.05 },
  });
  return {
    ...scenarios,
    better: null,
    missing: [{ n: 0, errors: 0 }],
    impossible: [
      { value: Number.NaN, variance: 1 },
      { value: Infinity, variance: 1 },
      { value: 1, variance: -1 },
      { value: 1, variance: Number.NaN },
      { n: 10, errors: 11 },
      { values: [0, 1] },
    ],
    inOtherUnits: (factor) => ({
      inputs: changingPanes.map(({ value, variance }) => ({
        value: value * factor,
        variance: variance * factor ** 2,
      })),
    }),
  };
}
