/**
 * False alarms on real flights, whole weeks drawn with replacement: with days ranked as they are, and with the step that
 * each reference's own self-test asks for.
 */
import { calibrate, type Calibration } from '../../detectors/evidence.js';
import { type Random, randomIndex, seededRandom } from '../../detectors/random.js';
import { selfTest } from '../../detectors/self-test.js';
import { type BudgetStep, calibrateWithinBudget, type WithinBudget } from '../../detectors/within-budget.js';
import type { Track } from '../flights/watch.js';
import { alarmsOfLate } from './budget-of-late.js';
import { alarmsOfWeeks, eValuesOf } from './budget-of-evidence.js';
import { type FlightWeeks, onEnd, randomSplit, STORM_WEEKS, WEEKS } from './clean-flights.js';
import { kept, type Kept } from './kept.js';
import { markdownTable } from './markdown-table.js';
import type { Progress } from './progress.js';

const REFERENCE_WEEKS = 6;
/** Budget periods in each split. */
const PERIODS = 10;
/** Not the one with which the step was found: its own draws would flatter it. */
const FRESH_SEED = 1_001;
const ALL = Array.from({ length: WEEKS }, (_, week) => week);
const POOLS = [
  { pool: ALL, among: 'all weeks' },
  { pool: ALL.filter((week) => !STORM_WEEKS.includes(week)), among: 'without the storms' },
];
const TRACKS = ['data', 'performance'] as const;

interface Measured {
  readonly rows: readonly Kept[];
  /** Table of the steps that were taken. */
  readonly steps: string;
}

/** @param splits of the performance track; the data track costs twenty times as much and has half as many */
export function budgetOnFlights(weeks: FlightWeeks, splits: number, progress: Progress): Measured {
  const own = TRACKS.map((track) => ownWeeksLeftOut(weeks, track, progress));
  const random = POOLS.flatMap(({ pool, among }) => [
    splitsOf(weeks, { track: 'data', pool, splits: Math.ceil(splits / 2), seed: 1, among }, progress),
    splitsOf(weeks, { track: 'performance', pool, splits, seed: 1, among }, progress),
    {
      rows: [
        kept(`e-pane on late, budget 100 days, ${among}`, alarmsOfLate(weeks, pool, 4 * splits, PERIODS, 3)),
      ],
      steps: [],
    },
  ]);
  const all = [...own, ...random];
  return { rows: all.flatMap(({ rows }) => rows), steps: tableOfSteps(all.flatMap(({ steps }) => steps)) };
}

interface Counted {
  readonly rows: readonly Kept[];
  readonly steps: readonly { readonly name: string; readonly step: BudgetStep }[];
}

/** Days as they are, beside the step of the self-test. */
interface Pair {
  readonly plain: number;
  readonly within: number;
  readonly step: BudgetStep;
}

function countedOf(name: string, pairs: readonly Pair[]): Counted {
  return {
    rows: [
      kept(
        `conformal-e, ${name}`,
        pairs.map(({ plain }) => plain),
      ),
      kept(
        `within budget, ${name}`,
        pairs.map(({ within }) => within),
      ),
    ],
    steps: pairs.map(({ step }) => ({ name, step })),
  };
}

/** Each run of six weeks: every week of it under a calibration on the other five, weeks drawn with replacement. */
function ownWeeksLeftOut(weeks: FlightWeeks, track: Track, progress: Progress): Counted {
  const count = WEEKS - REFERENCE_WEEKS + 1;
  const pairs = ALL.slice(0, count).map((first): Pair => {
    progress(`budget: flights, ${track}, six weeks against themselves`, first / count);
    const panes = weeks[track].slice(first, first + REFERENCE_WEEKS).flat();
    const { calibration, step } = calibrateWithinBudget(panes);
    const plain = selfTest(panes, { seed: FRESH_SEED }, PERIODS).falseAlarms;
    if (step === 'units') return { plain, within: plain, step };
    const { innovations, caution } = calibration.options;
    const within =
      step === 'not-ready'
        ? 0
        : selfTest(panes, { innovations, caution, seed: FRESH_SEED }, PERIODS).falseAlarms;
    return { plain, within, step };
  });
  return countedOf(`${track} track, own weeks left out`, pairs);
}

interface Splitting {
  readonly track: Track;
  readonly pool: readonly number[];
  readonly splits: number;
  readonly seed: number;
  readonly among: string;
}

/** Six random weeks are the reference, the others are drawn with replacement. */
function splitsOf(
  weeks: FlightWeeks,
  { track, pool, splits, seed, among }: Splitting,
  progress: Progress,
): Counted {
  const random = seededRandom(seed);
  const name = `${track} track, ${among}`;
  const pairs = Array.from({ length: splits }, (_, index): Pair => {
    progress(`budget: ${name}`, index / splits);
    const { reference, live } = randomSplit(random, pool, REFERENCE_WEEKS);
    const panes = onEnd(weeks[track], reference);
    const drawing = random();
    const alarmsOf = (calibration: Calibration): number =>
      alarmsOn(calibration, weeks[track], live, seededRandom(Math.floor(drawing * 2 ** 31)));
    const { calibration, step }: WithinBudget = calibrateWithinBudget(panes);
    const plain = alarmsOf(step === 'units' ? calibration : calibrate(panes));
    return { plain, within: step === 'units' ? plain : alarmsOf(calibration), step };
  });
  return countedOf(name, pairs);
}

/** Per budget period. */
function alarmsOn(
  calibration: Calibration,
  panes: FlightWeeks[Track],
  live: readonly number[],
  random: Random,
): number {
  if (!calibration.ready) return 0;
  const eValues = live.map((week) => eValuesOf(calibration, panes[week] ?? [], panes[week - 1]));
  const days = PERIODS * calibration.options.budget;
  const drawn = () => eValues[randomIndex(random, eValues.length)] ?? [];
  return alarmsOfWeeks(calibration, days, drawn) / PERIODS;
}

const STEPS: readonly BudgetStep[] = ['units', 'innovations', 'caution', 'not-ready'];

function tableOfSteps(all: Counted['steps']): string {
  const names = [...new Set(all.map(({ name }) => name))];
  return markdownTable(
    ['references', 'days as they are', 'innovations', 'and with caution', 'not ready'],
    names.map((name) => [
      name,
      ...STEPS.map((step) => String(all.filter((one) => one.name === name && one.step === step).length)),
    ]),
  );
}
