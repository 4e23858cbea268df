/** Do the detectors that promise a budget of false alarms keep it? */
import { calibrate } from '../../detectors/evidence.js';
import { createDetector } from '../../detectors/index.js';
import { type Random, randomIndex, seededRandom } from '../../detectors/random.js';
import { selfTest } from '../../detectors/self-test.js';
import { DAY } from '../flights/panes.js';
import type { Track } from '../flights/watch.js';
import { alarmsOfWeeks, eValuesOf } from './budget-of-evidence.js';
import { runTrial, simulatedTrials, type SimulatedSize } from './budget-simulated.js';
import { type FlightWeeks, onEnd, randomSplit, STORM_WEEKS, WEEK, WEEKS } from './clean-flights.js';
import { figure } from './figures.js';
import { markdownTable } from './markdown-table.js';
import type { Progress } from './progress.js';
import type { Section } from './section.js';
import { type Mean, meanOverSplits } from './statistics.js';
import { budgetPicture } from './budget-picture.js';

export interface BudgetSize extends SimulatedSize {
  /** Random splits of the flights' weeks. */
  readonly flightSplits: number;
}

export interface Kept extends Mean {
  readonly name: string;
  readonly splits: number;
}

const REFERENCE_WEEKS = 6;
const PERIODS = 10;
const ALL = Array.from({ length: WEEKS }, (_, week) => week);
const QUIET = ALL.filter((week) => !STORM_WEEKS.includes(week));

const TRACKS = ['data', 'performance'] as const;

export function budget(size: BudgetSize, weeks: FlightWeeks, progress: Progress): Section {
  const simulated = simulatedTrials(size).map((trial, index) => {
    progress(`budget: ${trial.name}`);
    return kept(trial.name, runTrial(trial, index + 1, progress));
  });
  const own = TRACKS.map((track) =>
    kept(`conformal-e, ${track} track, own weeks left out`, againstThemselves(weeks, track, progress)),
  );
  const split = [
    { pool: ALL, among: 'all weeks' },
    { pool: QUIET, among: 'without the storms' },
  ].flatMap(({ pool, among }) => {
    const { flightSplits } = size;
    const ofTracks = TRACKS.map((track) => {
      const name = `conformal-e, ${track} track, ${among}`;
      return kept(name, splitsOf(weeks, { track, pool, splits: flightSplits, seed: 1 }, name, progress));
    });
    return [
      ...ofTracks,
      kept(`e-pane on late, budget 100 days, ${among}`, panesOfLate(weeks, pool, 4 * flightSplits, 3)),
    ];
  });
  const flights = [...own, ...split];
  return {
    tables: { 'budget-simulated': tableOf(simulated), 'budget-flights': tableOf(flights) },
    pictures: { 'budget.svg': budgetPicture([...simulated, ...flights]) },
    result: { simulated, flights },
  };
}

function kept(name: string, alarms: readonly number[]): Kept {
  return { name, splits: alarms.length, ...meanOverSplits(alarms) };
}

/** Each run of six weeks: every week of it under a calibration on the other five, weeks drawn with replacement. */
function againstThemselves(weeks: FlightWeeks, track: Track, progress: Progress): number[] {
  const count = WEEKS - REFERENCE_WEEKS + 1;
  return ALL.slice(0, count).map((first) => {
    progress(`budget: flights, ${track}, six weeks against themselves`, first / count);
    const reference = weeks[track].slice(first, first + REFERENCE_WEEKS).flat();
    return selfTest(reference, {}, PERIODS).falseAlarms;
  });
}

interface Splitting {
  readonly track: Track;
  readonly pool: readonly number[];
  readonly splits: number;
  readonly seed: number;
}

/** Six random weeks are the reference, the others are drawn with replacement. */
function splitsOf(
  weeks: FlightWeeks,
  { track, pool, splits, seed }: Splitting,
  name: string,
  progress: Progress,
): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: splits }, (_, index) => {
    progress(`budget: ${name}`, index / splits);
    const { reference, live } = randomSplit(random, pool, REFERENCE_WEEKS);
    const calibration = calibrate(onEnd(weeks[track], reference));
    const eValues = live.map((week) => eValuesOf(calibration, weeks[track][week] ?? []));
    const days = PERIODS * calibration.options.budget;
    const drawn = () => eValues[randomIndex(random, eValues.length)] ?? [];
    return alarmsOfWeeks(calibration, days, drawn) / PERIODS;
  });
}

function panesOfLate(weeks: FlightWeeks, pool: readonly number[], splits: number, seed: number): number[] {
  const random = seededRandom(seed);
  const daily = weeks.performance.map((week) =>
    week
      .flatMap((pane) => (pane.kind === 'rate' && pane.stream === 'late' && pane.scale === DAY ? [pane] : []))
      .sort((a, b) => a.start - b.start),
  );
  return Array.from({ length: splits }, () => {
    const { reference, live } = randomSplit(random, pool, REFERENCE_WEEKS);
    const detector = createDetector('e-pane', { reference: (REFERENCE_WEEKS * WEEK) / DAY, budget: 100 });
    for (const week of reference) for (const pane of daily[week] ?? []) detector.updatePane(pane);
    return (
      alarmsOfPanes(
        detector,
        live.map((week) => daily[week] ?? []),
        random,
      ) / PERIODS
    );
  });
}

function alarmsOfPanes(
  detector: { updatePane(pane: { n: number; errors: number }): { readonly drift: boolean } },
  weeks: readonly (readonly { readonly n: number; readonly errors: number }[])[],
  random: Random,
): number {
  let alarms = 0;
  for (let seen = 0; seen < PERIODS * 100;) {
    for (const { n, errors } of weeks[randomIndex(random, weeks.length)] ?? []) {
      seen++;
      if (detector.updatePane({ n, errors }).drift) alarms++;
    }
  }
  return alarms;
}

function tableOf(rows: readonly Kept[]): string {
  return markdownTable(
    ['false alarms per budget period', 'mean', '95% interval', 'splits', 'at most 1'],
    rows.map(({ name, mean, low, high, splits }) => [
      name,
      figure(mean),
      `${figure(low)}–${figure(high)}`,
      String(splits),
      high <= 1 ? 'kept' : low > 1 ? 'NOT kept' : 'open',
    ]),
  );
}
