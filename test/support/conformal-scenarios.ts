/** Streams of panes with their reference: `color` (bins), `errors` (a rate) and `loss` (a mean), days and quarter days. */
import { calibrate, type EvidencePane } from '../../detectors/index.js';
import { DAY, MONDAY, moments, panesOf } from './synthetic-panes.js';
import type { Scenario, Scenarios } from './scenarios.js';

const REFERENCE_DAYS = 42;

/** The first 42 days are the reference, the others the stream, moment by moment. */
function withReference(panes: readonly EvidencePane[]): Scenario & { readonly options: object } {
  const begin = MONDAY + REFERENCE_DAYS * DAY;
  return {
    options: { reference: calibrate(panes.filter(({ start }) => start < begin)) },
    inputs: moments(panes.filter(({ start }) => start >= begin)),
  };
}

/** Every day the same, but for one that is `odd`, or all from it on. */
function constantDays(days: number, odd: (day: number) => boolean): EvidencePane[] {
  return Array.from({ length: days }, (_, day) => {
    const base = { scale: DAY, start: MONDAY + day * DAY, n: 100 };
    const isOdd = odd(day - REFERENCE_DAYS);
    return [
      { kind: 'distribution', stream: 'color', ...base, counts: isOdd ? [0, 0, 100] : [100, 0, 0] },
      { kind: 'rate', stream: 'errors', ...base, errors: isOdd ? 100 : 0 },
      { kind: 'mean', stream: 'loss', ...base, sum: isOdd ? 3_000 : 300, sumSquares: isOdd ? 90_000 : 900 },
    ] satisfies EvidencePane[];
  }).flat();
}

function inUnits(panes: readonly EvidencePane[], factor: number): EvidencePane[] {
  return panes.map((pane) =>
    pane.kind === 'mean'
      ? { ...pane, sum: pane.sum * factor, sumSquares: pane.sumSquares * factor ** 2 }
      : pane,
  );
}

export function conformalScenarios(): Scenarios {
  const story = { seed: 1, days: REFERENCE_DAYS + 28 };
  const changingPanes = panesOf({ ...story, rate: (day) => (day < REFERENCE_DAYS + 12 ? 0.2 : 0.35) });
  const changing = withReference(changingPanes);
  const steadyPanes = panesOf(story);
  const steady = withReference(steadyPanes);
  const stormy = withReference(
    panesOf({
      ...story,
      rate: (day) => (day === REFERENCE_DAYS + 14 ? 1 : 0.2),
      weights: (day) => (day === REFERENCE_DAYS + 14 ? [1, 2, 3, 4] : [4, 3, 2, 1]),
    }),
  );
  const stormyReference = withReference(
    panesOf({ ...story, rate: (day) => (day === 20 ? 0.9 : day < REFERENCE_DAYS + 12 ? 0.2 : 0.35) }),
  );
  const better = withReference(panesOf({ ...story, rate: (day) => (day < REFERENCE_DAYS + 7 ? 0.2 : 0.05) }));
  const odd = withReference(constantDays(REFERENCE_DAYS + 42, (day) => day === 20));
  const base = { scale: DAY, start: MONDAY + 1_000 * DAY };
  const rate = { kind: 'rate', stream: 'errors', ...base } as const;
  return {
    changing,
    steady: {
      options: steady.options,
      at: (index) => {
        const { length } = steady.inputs;
        const moment = steady.inputs[index % length] as readonly EvidencePane[];
        const later = Math.floor(index / length) * 28 * DAY;
        return moment.map((pane) => ({ ...pane, start: pane.start + later }));
      },
    },
    constants: [withReference(constantDays(REFERENCE_DAYS + 98, () => false))],
    oddRow: { ...odd, at: 20 },
    outlier: { ...stormy, at: 14 * 5, without: steady.inputs },
    constantThenWorse: withReference(constantDays(REFERENCE_DAYS + 42, (day) => day >= 20)),
    outlierBefore: { ...stormyReference, from: 12 * 5 },
    better: { ...better, from: 7 * 5 },
    missing: [
      { ...rate, n: 0, errors: 0 },
      { kind: 'distribution', stream: 'color', ...base, n: 0, counts: [] },
      { kind: 'mean', stream: 'loss', ...base, n: 0, sum: 0, sumSquares: 0 },
      [],
    ],
    impossible: [
      { ...rate, n: 10, errors: 11 },
      { ...rate, n: 10, errors: Number.NaN },
      { ...rate, n: Number.NaN, errors: 1 },
      { ...rate, n: 10, errors: 1, start: Number.NaN },
      { ...rate, n: 10, errors: 1, scale: DAY / 2 },
      { kind: 'mean', stream: 'loss', ...base, n: 10, sum: Number.NaN, sumSquares: 1 },
      { kind: 'mean', stream: 'loss', ...base, n: 10, sum: 1, sumSquares: Infinity },
      { kind: 'distribution', stream: 'color', ...base, n: 10, counts: [5, Number.NaN] },
      { kind: 'distribution', stream: 'color', ...base, n: 10, counts: [11, -1] },
      { values: [0, 1] },
    ],
    inOtherUnits: (factor) => withReference(inUnits(changingPanes, factor)),
  };
}
