/** What a chaos run says at its end: a table for people, one line of JSON for programs, a section for `docs/reliability.md`. */
import { markdownTable } from '../detectors/markdown-table.js';
import type { ChaosResult } from './run.js';

export function table({ faults }: ChaosResult): string {
  return markdownTable(
    ['fault', 'count', 'recoveries', 'median', 'longest'],
    faults.map(({ fault, count, recoveries, medianMs, longestMs }) => [
      fault,
      String(count),
      String(recoveries),
      seconds(medianMs),
      seconds(longestMs),
    ]),
  );
}

export function verdict(result: ChaosResult): string {
  const { engine, seed, kills, records, wrong, panes, alerts, versions, deadLetters, points } = result;
  const what =
    `${engine}, seed ${seed}: ${kills} processes killed, ${records} records, ${deadLetters} of them dead letters; ` +
    `${panes} panes, ${alerts} alert records, ${versions} verdicts on versions, ${points} points`;
  return wrong.length === 0
    ? `${what}: nothing lost, nothing doubled, nothing different from the calm run`
    : `${what}: WRONG\n${wrong.map((words) => `- ${words}`).join('\n')}`;
}

export function section(result: ChaosResult, command: string, date: string): string {
  const { engine, calmSeconds, stormySeconds, skipped } = result;
  return [
    `## ${engine === 'kafka' ? 'Kafka and InfluxDB' : 'Embedded'}`,
    '',
    `\`${command}\`, ${date}: ${stormySeconds.toFixed(0)} s (the calm run: ${calmSeconds.toFixed(0)} s).`,
    `${verdict(result)}.`,
    ...skipped.map((words) => `Skipped: ${words}.`),
    '',
    table(result),
    '',
  ].join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
