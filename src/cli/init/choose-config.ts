/** From what a sample shows to settings, each with its reason. */
import { horizonFor } from '../../backtest/choose-horizon.js';
import { formatDuration } from '../../config/duration.js';
import { count, percent } from './feature-facts.js';
import { HOUR, type SampleFacts } from './sample-facts.js';
import { rhythmOf, type Rhythm } from './season.js';

export interface Choice {
  readonly key: 'task' | 'pane' | 'grace' | 'horizon' | 'cadence' | 'season' | 'timeZone' | 'reference.units';
  /** As it stands in `leeway.yaml`. */
  readonly value: string;
  readonly reason: string;
}

const MINUTE = 60_000;
const DAY = 24 * HOUR;
/** Divisors of six hours that people can read. */
const PANES = [5, 10, 15, 30, 60, 120, 180, 360].map((minutes) => minutes * MINUTE);
/** Rows that a pane should have: a rate of a half is then known to four points or so. */
const ROWS_A_PANE = 500;
const LEAST_GRACE = 10 * MINUTE;
/** Beyond it a replay would wait for panes that cannot close (loopLead is a day). */
const LONGEST_GRACE = 12 * HOUR;
const WEEKS_OF_WEEKLY_REFERENCE = 20;
const REFERENCE_DAYS = 42;
/** A rhythm of weeks must have come back so often to be told from accidents. */
const WEEKS_TO_TELL = 4;
/** Autocorrelations: alike, and not alike. */
const ALIKE = 0.5;
const UNLIKE = 0.2;
/** A batch is over within so many hours. */
const BATCH_HOURS = 4;
const BATCH_DAYS = 1.5;

export function chooseConfig(facts: SampleFacts): Choice[] {
  const rhythm = rhythmOf(facts.volume);
  const season = chooseSeason(facts, rhythm);
  return [
    ...chooseTask(facts),
    choosePane(facts),
    chooseGrace(facts),
    chooseHorizon(facts),
    chooseCadence(facts, rhythm),
    season,
    chooseTimeZone(rhythm),
    chooseReference(facts, season.value),
  ];
}

function chooseTask({ columns, task, onlyBits, outcomes, predictions, failures }: SampleFacts): Choice[] {
  if (columns) {
    const said = columns.choices.find(({ setting }) => setting === 'task');
    return columns.task === null || !said ? [] : [{ key: 'task', value: columns.task, reason: said.reason }];
  }
  if (task === null) return [];
  const answered = predictions - failures;
  if (task === 'regression' && onlyBits && answered > 0) {
    const both = outcomes > 0 ? 'all predictions and outcomes are' : 'all predictions are';
    return [
      {
        key: 'task',
        value: 'binary',
        reason: `${both} 0 or 1; without this line a bare number is a regression`,
      },
    ];
  }
  const reason = {
    binary: 'predictions of 0 or 1, with a score or as true and false',
    multiclass: 'predictions are names of classes',
    regression: 'predictions are numbers without a score',
    ranking: 'predictions are lists of ids',
  }[task];
  return [{ key: 'task', value: task, reason }];
}

/** Active hours count only: a nightly batch of 2,000 rows is no stream of 83 an hour. */
function choosePane({ predictions, volume }: SampleFacts): Choice {
  const anHour = predictions / Math.max(1, volume.size);
  const pane = PANES.find((width) => (anHour * width) / HOUR >= ROWS_A_PANE) ?? 6 * HOUR;
  const rows = count(Math.round((anHour * pane) / HOUR));
  const wish =
    (anHour * pane) / HOUR >= ROWS_A_PANE
      ? `the shortest with ${ROWS_A_PANE} or more`
      : `fewer than the ${ROWS_A_PANE} that make a steady figure, so the widest there is`;
  return { key: 'pane', value: formatDuration(pane), reason: `about ${rows} predictions a pane: ${wish}` };
}

function chooseGrace({ disorder, newest }: SampleFacts): Choice {
  if (newest.size === 0 || disorder <= LEAST_GRACE / 2) {
    const seen =
      newest.size === 0
        ? 'the sample does not show how late records come'
        : disorder === 0
          ? 'no record came late'
          : `no record came more than ${duration(disorder)} late`;
    return { key: 'grace', value: formatDuration(LEAST_GRACE), reason: `${seen}; this is the default` };
  }
  const wanted = niceAbove(2 * disorder);
  const grace = Math.min(wanted, LONGEST_GRACE);
  const cut =
    wanted > LONGEST_GRACE ? '; later ones than this are counted as late' : ': twice that, rounded up';
  return {
    key: 'grace',
    value: formatDuration(grace),
    reason: `records came up to ${duration(disorder)} late${cut}`,
  };
}

function chooseHorizon({ columns, delays, outcomes, predictions, first, last }: SampleFacts): Choice {
  const untimed = columns?.timedOutcomes === false && outcomes > 0;
  if (delays.length === 0 || untimed) {
    const why = untimed
      ? 'outcomes of the table have no time of their own (--outcome-time says which column it is)'
      : outcomes === 0
        ? 'the sample has no outcomes'
        : 'no outcome of the sample has its prediction in it';
    return { key: 'horizon', value: formatDuration(horizonFor(0)), reason: `${why}; this is the default` };
  }
  const sorted = delays.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  const longest = at(1);
  const span = last - first;
  const cut =
    longest > span / 2
      ? `; the sample covers only ${duration(span)}, so later ones may be missing in it`
      : '';
  const share = percent(Math.min(1, delays.length / predictions));
  return {
    key: 'horizon',
    value: formatDuration(horizonFor(longest)),
    reason: `half of the outcomes came within ${duration(at(0.5))}, 99% within ${duration(at(0.99))}, the last after ${duration(longest)}; ${share} of the predictions have one${cut}`,
  };
}

function chooseCadence({ first, last }: SampleFacts, { hoursADay, daysAWeek }: Rhythm): Choice {
  const days = (last - first) / DAY;
  if (days < 3 || hoursADay === null)
    return {
      key: 'cadence',
      value: 'continuous',
      reason: 'less than three days, too short to tell; this is the default',
    };
  if (daysAWeek !== null && daysAWeek <= BATCH_DAYS && days >= 21)
    return { key: 'cadence', value: 'weekly', reason: `asked on ${daysAWeek.toFixed(1)} days a week` };
  if (hoursADay <= BATCH_HOURS)
    return {
      key: 'cadence',
      value: 'nightly',
      reason: `asked in ${hoursADay.toFixed(1)} hours of a day that it is asked on`,
    };
  return { key: 'cadence', value: 'continuous', reason: `asked in ${hoursADay.toFixed(0)} of the 24 hours` };
}

function chooseSeason({ first, last }: SampleFacts, { day, week, unmatched, weeks }: Rhythm): Choice {
  const text = (r: number) => r.toFixed(2);
  if (day === null)
    return {
      key: 'season',
      value: 'day',
      reason:
        last - first > 50 * HOUR
          ? 'every hour has as many rows, so nothing repeats itself; this is the default'
          : 'less than two days of hours, too short to tell; this is the default',
    };
  const hasOwnDays = unmatched !== null && unmatched.share > UNLIKE && unmatched.week > ALIKE;
  const own = unmatched
    ? `of the hourly traffic's variation, ${percent(unmatched.share)} is neither that of workdays nor that of weekends, and comes back each week (autocorrelation ${text(unmatched.week)})`
    : '';
  if (hasOwnDays && weeks >= WEEKS_TO_TELL)
    return { key: 'season', value: 'week', reason: `weekdays are unlike each other: ${own}` };
  if (hasOwnDays)
    return {
      key: 'season',
      value: 'day',
      reason: `${own}, but ${weeks.toFixed(1)} weeks are too few to count by: ${WEEKS_TO_TELL} would tell; this is the default`,
    };
  const alike = day >= ALIKE ? `is like that of a day before` : 'is only a little like that of a day before';
  const beside = week === null ? '' : `, and of a week before: ${text(week)}`;
  // Weekends that differ from workdays.
  const matched =
    week !== null && week - day > UNLIKE
      ? '; weekends are held against weekends and workdays against workdays, so that this is no reason to count in weeks'
      : '';
  return {
    key: 'season',
    value: 'day',
    reason: `an hour's traffic ${alike} (autocorrelation ${text(day)}${beside})${matched}`,
  };
}

function chooseTimeZone({ quietest }: Rhythm): Choice {
  const hint =
    quietest === null
      ? 'events do not say where their people live; this is the default'
      : `events do not say where their people live; the quietest hour begins at ${String(quietest).padStart(2, '0')}:00 UTC: if that is not their night, write their zone`;
  return { key: 'timeZone', value: 'UTC', reason: hint };
}

function chooseReference({ first, last }: SampleFacts, season: string): Choice {
  const days = Math.max(0, (last - first) / DAY);
  const units = season === 'week' ? 7 * WEEKS_OF_WEEKLY_REFERENCE : REFERENCE_DAYS;
  const why =
    season === 'week'
      ? `${WEEKS_OF_WEEKLY_REFERENCE} weeks: the unit is a week, and fewer of them prove nothing`
      : 'six of each weekday: the least by which a budget of false alarms can be kept';
  const have = days < units ? `; the sample has ${days.toFixed(days < 10 ? 1 : 0)} days` : '';
  return { key: 'reference.units', value: String(units), reason: `${why}${have}` };
}

/** In words, to two figures. */
export function duration(ms: number): string {
  const units = [
    { ms: DAY, name: 'd', from: 2 * DAY },
    { ms: HOUR, name: 'h', from: HOUR },
    { ms: MINUTE, name: 'm', from: MINUTE },
  ];
  const unit = units.find(({ from }) => ms >= from) ?? { ms: 1_000, name: 's' };
  return `${Number((ms / unit.ms).toPrecision(2))}${unit.name}`;
}

function niceAbove(ms: number): number {
  return [10, 15, 20, 30, 60, 120, 180, 360, 720].map((m) => m * MINUTE).find((nice) => nice >= ms) ?? ms;
}
