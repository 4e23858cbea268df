/** What a hundred seeds say, as Markdown. */
import { poissonInterval } from '../detectors/statistics.js';
import { markdownTable } from '../detectors/markdown-table.js';
import { BREAKS } from './breaks.js';
import type { SeedResult } from './run-seed.js';

const PROMISED_PANES = 3;

/** @param results of one world */
export function breaksTable(results: readonly SeedResult[], featureCounts: readonly number[]): string {
  const [fewest = 0, ...more] = featureCounts;
  const rows = Object.entries(BREAKS).map(([name, { leads }]) => {
    const found = (features: number) => results.flatMap((result) => result.found[features]?.[name] ?? []);
    const within = (features: number, panes: number) =>
      found(features).filter(({ delay }) => delay !== null && delay <= panes).length;
    return [
      name,
      `${within(fewest, 1)}`,
      `${within(fewest, PROMISED_PANES)}`,
      ...more.map((features) => `${within(features, PROMISED_PANES)}`),
      `${found(fewest).filter(({ leader }) => leader !== null && leads.includes(leader)).length}`,
      `${found(fewest).filter(({ isDatedRightly }) => isDatedRightly).length}`,
    ];
  });
  return markdownTable(
    [
      `of ${results.length} seeds`,
      'first pane',
      `within ${PROMISED_PANES} panes`,
      ...more.map((features) => `with ${features} features`),
      'named rightly',
      'onset to the pane',
    ],
    rows,
  );
}

const BUDGET_DAYS = 90;

export function falseAlarmRow(name: string, results: readonly SeedResult[], cleanDays: number): string[] {
  const days = results.length * cleanDays;
  const alarms = results.flatMap((result) => result.falseAlarms);
  const leaders = [...new Set(alarms.map(({ leader }) => leader))].sort().join(', ');
  const per90 = (count: number) => ((count / days) * BUDGET_DAYS).toFixed(3);
  const [low, high] = poissonInterval(alarms.length);
  const alarmed = results.filter((result) => result.falseAlarms.length > 0).length;
  return [
    name,
    `${days}`,
    `${alarms.length}`,
    `${alarmed}`,
    per90(alarms.length),
    `${per90(low)} to ${per90(high)}`,
    leaders || 'none',
  ];
}

export function falseAlarmsTable(rows: readonly (readonly string[])[]): string {
  return markdownTable(
    [
      'days like those of the reference',
      'days',
      'alarms',
      'seeds with one',
      'per 90 days',
      '95% interval',
      'led by',
    ],
    rows,
  );
}
