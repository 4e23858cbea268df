import type { AlertSummary, Summary } from './summary.js';

/** A backtest for people at a terminal. */
export function summaryText(summary: Summary): string {
  const lines = [
    '',
    summary.verdict,
    '',
    `${count(summary.rows)} rows of ${summary.files.length === 1 ? summary.files[0] : `${summary.files.length} files`}, ${day(summary.from)} to ${day(summary.to)}`,
  ];
  for (const model of summary.models) {
    for (const alert of model.alerts) {
      const end = alert.resolvedAt === null ? '' : `, over ${day(alert.resolvedAt)}`;
      lines.push(
        '',
        `  ${alert.severity}: since about ${day(alert.since)} (${shown(alert)}fired ${day(alert.firedAt)}${end})`,
        `    ${alert.why}`,
      );
    }
  }
  lines.push(
    '',
    'Settings, each with its reason; every one can be said (--help, --mapping, leeway.yaml):',
    '',
  );
  const width = Math.max(...summary.settings.map(({ setting }) => setting.length));
  for (const { setting, value, reason } of summary.settings)
    lines.push(`  ${setting.padEnd(width)}  ${value}  (${reason})`);
  return `${lines.join('\n')}\n`;
}

/** Outcomes that come late show it later. */
const shown = ({ since, shownSince = since }: AlertSummary): string =>
  day(shownSince) === day(since) ? '' : `outcomes show it since ${day(shownSince)}, `;

const day = (time: string): string => time.slice(0, 10);
const count = (n: number): string => n.toLocaleString('en-US');
