/** What a chaos run says at its end: a table for people, one line of JSON for programs, a section for `docs/reliability.md`. */
import type { ChaosResult } from './run.js';

export function table({ faults }: ChaosResult): string {
  const rows = faults.map(({ fault, count, recoveries, medianMs, longestMs }) => [
    fault,
    String(count),
    String(recoveries),
    seconds(medianMs),
    seconds(longestMs),
  ]);
  const all = [['fault', 'count', 'recoveries', 'median', 'longest'], ...rows];
  const widths = (all[0] ?? []).map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    )
    .join('\n');
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
  const { engine, calmSeconds, stormySeconds, faults, skipped } = result;
  const rows = faults.map(
    ({ fault, count, recoveries, medianMs, longestMs }) =>
      `| ${fault} | ${count} | ${recoveries} | ${seconds(medianMs)} | ${seconds(longestMs)} |`,
  );
  return [
    `## ${engine === 'kafka' ? 'Kafka and InfluxDB' : 'Embedded'}`,
    '',
    `\`${command}\`, ${date}: ${stormySeconds.toFixed(0)} s (the calm run: ${calmSeconds.toFixed(0)} s).`,
    `${verdict(result)}.`,
    ...skipped.map((words) => `Skipped: ${words}.`),
    '',
    '| fault | count | recoveries | median | longest |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
  ].join('\n');
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
