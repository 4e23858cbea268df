/**
 * How often somebody is called where nothing has happened: six weeks of flights are the reference, and whole weeks of the same
 * six, drawn again and again, are what comes after them. Evidence, effect and latch as in production, on the panes that the
 * stages make; beside it what was told of the half year as it came.
 *
 * `npm run bench -- flights-alerts [--draws 100] [--weeks 13] [--seed 1] [--write]`: some ten seconds a draw.
 *
 * Each run of six weeks in turn is the reference, so that storms are in some and not in others. `--write` renews docs/verdicts.md.
 */
import { parseArgs } from 'node:util';
import { randomIndex, seededRandom } from '../detectors/random.js';
import { askAgain } from '../src/backtest/replay.js';
import { settingsOf } from '../src/config/model-settings.js';
import { policyOf } from '../src/policy/from-settings.js';
import type { AlertRecord } from '../src/records/feed.js';
import { FIRST_WEEK, WEEKS } from './detectors/clean-flights.js';
import { kept, tableOfKept } from './detectors/kept.js';
import { markdownTable } from './detectors/markdown-table.js';
import { progressOn } from './detectors/progress.js';
import { CONFIG, MODEL, panesOfFlights } from './flights-alerts/flight-panes.js';
import { byWeek, WEEK, weeksInOrder } from './flights-alerts/weeks.js';
import { readFlights } from './flights/rows.js';
import { writeVerdicts } from './verdicts/document.js';
import { wholeNumber } from './performance/whole-number.js';

const REFERENCE_WEEKS = 6;
const DAY = 86_400_000;

const { values: flags } = parseArgs({
  options: {
    draws: { type: 'string', default: '100' },
    weeks: { type: 'string', default: '13' },
    seed: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
  },
});
const draws = wholeNumber('draws', flags.draws);
const watched = wholeNumber('weeks', flags.weeks);
const random = seededRandom(wholeNumber('seed', flags.seed));
const progress = progressOn(process.stderr, () => performance.now());

progress('reading three million flights');
const flights = await readFlights();
const { panes, alerts } = panesOfFlights(flights, (done) => progress('closing their panes', done));
const weeks = byWeek(panes, FIRST_WEEK, WEEKS);
const policy = policyOf(settingsOf(CONFIG, MODEL), CONFIG.loopLead);
const references = WEEKS - REFERENCE_WEEKS + 1;

const told: (readonly AlertRecord[])[] = [];
for (let draw = 0; draw < draws; draw++) {
  progress('weeks drawn again', draw / draws);
  const first = draw % references;
  const own = Array.from({ length: REFERENCE_WEEKS }, (_, i) => first + i);
  const drawn = Array.from({ length: watched }, () => first + randomIndex(random, REFERENCE_WEEKS));
  told.push(askAgain(weeksInOrder(weeks, [...own, ...drawn], MODEL), policy));
}

/** In a time in which the budget allows one. */
const periods = (watched * WEEK) / (policy.budgetUnits * DAY);
const isFast = ({ detectors }: AlertRecord): boolean => detectors.some((name) => name.startsWith('fast'));
const rows = (
  [
    ['all alerts', () => true],
    ['of days, inputs and traffic', (alert) => alert.track === 'data' && !isFast(alert)],
    ['of days, performance', (alert) => alert.track === 'performance' && !isFast(alert)],
    ['of the fast path', isFast],
  ] satisfies [string, (alert: AlertRecord) => boolean][]
).map(([name, which]) =>
  kept(
    name,
    told.map((of) => of.filter(which).length / periods),
  ),
);
const metrics = new Map<string, number>();
for (const { metric } of told.flat()) metrics.set(metric, (metrics.get(metric) ?? 0) + 1);

const text = `${draws} draws of ${watched} whole weeks after each of ${references} references of six weeks in a row; at most one alert in ${policy.budgetUnits} days.

${tableOfKept(rows)}

Of the half year as it came, after the reference of ${day(FIRST_WEEK)}:

${markdownTable(
  ['fired', 'metric', 'since', 'effect', 'floor'],
  alerts.map(({ firedAt, metric, onset, effect }) => [
    stamp(firedAt),
    metric,
    day(onset),
    effect.value.toPrecision(2),
    String(effect.floor),
  ]),
)}`;
console.log(text);
console.log(
  JSON.stringify({
    bench: 'flights-alerts',
    draws,
    weeks: watched,
    rows,
    metrics: Object.fromEntries(metrics),
    alerts,
  }),
);
if (flags.write) writeVerdicts({ flights: text });

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function stamp(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}
