/** The program as people start it; at its end it says what it has used. */
import { readFileSync } from 'node:fs';
import { useSoFar } from '../performance/process-use.js';
import type { Summary } from '../../src/report/summary.js';

process.once('exit', () => {
  const report = process.argv[process.argv.indexOf('--json') + 1] ?? '';
  const summary = JSON.parse(readFileSync(report, 'utf8')) as Summary;
  const alerts = summary.models.reduce((sum, model) => sum + model.alerts.length, 0);
  process.send?.({ ...useSoFar(), alerts });
});

await import('../../src/cli/main.js');
// The channel would keep the process alive.
process.channel?.unref();
