// `npm test [-- vitest arguments]`: runs all tests (real services are started when a suite asks for them, see
// test/services) and ends with a table of the suites and a line `N passed, N failed`.
// LEEWAY_REQUIRE=kafka,influx,chromium,python,data: a test skipped for the lack of one of these has failed.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { failures, requiredServices, summarize, table, totals } from './test-summary.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const folder = fileURLToPath(new URL('../.cache/test/', import.meta.url));
const reportFile = `${folder}report-${process.pid}.json`;
const required = requiredServices(process.env.LEEWAY_REQUIRE ?? '');

mkdirSync(folder, { recursive: true });
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
const child = spawn(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
// Ctrl-C reaches vitest too, which stops its services; wait for that.
process.on('SIGINT', () => {});
const exitCode = await new Promise((resolve, reject) => {
  child.once('error', reject);
  child.once('exit', (code) => resolve(code ?? 1));
});

let report;
try {
  report = JSON.parse(readFileSync(reportFile, 'utf8'));
} catch (error) {
  console.log(`vitest ended with ${exitCode} and left no report (${error.message})`);
  report = { testResults: [] };
}
rmSync(reportFile, { force: true });

const summary = summarize(report, required, root);
if (exitCode !== 0 && summary.failed === 0) {
  console.log(`vitest ended with ${exitCode} though no test failed: see the errors above`);
  summary.failed = 1;
}
console.log(`\n${table(summary)}\n`);
for (const { file, skips } of summary.suites) {
  for (const [why, skip] of skips) {
    if (skip.required) console.log(`LEEWAY_REQUIRE: failed, as ${skip.tests} of ${file} did not run: ${why}`);
  }
}
for (const line of failures(summary)) console.log(line);
console.log(totals(summary));
process.exitCode = summary.failed > 0 ? 1 : 0;
