// What a test run amounts to, from the report of vitest's JSON reporter. Pure: `test.mjs` reads and prints.

/** What tests may lack, by the names that `titled` of test/services writes. */
const services = ['kafka', 'influx', 'chromium', 'python', 'data'];

/**
 * The services that LEEWAY_REQUIRE names, parted by commas.
 * @throws RangeError for a name that no test knows: it would require nothing
 */
export function requiredServices(list) {
  const names = list.split(',').filter((name) => name !== '');
  const unknown = names.find((name) => !services.includes(name));
  if (unknown !== undefined) {
    throw new RangeError(`LEEWAY_REQUIRE names '${unknown}'; services are ${services.join(', ')}`);
  }
  return new Set(names);
}

const LONGEST_WHY = 400;
const skippedStates = new Set(['skipped', 'pending', 'todo']);
const marker = /\[skipped: ([^:\]]+): (.*?)\]/;

/** The service whose absence kept a test from running, and why, as `titled` of test/services put it into the title. */
function reasonOf(test) {
  for (const title of [...test.ancestorTitles, test.title]) {
    const match = marker.exec(title);
    if (match) return { service: match[1], reason: match[2] };
  }
  return { service: undefined, reason: 'no reason given' };
}

/**
 * Counts a run and lists its suites. A suite that could not be loaded is a failure of its own, and so is each skipped
 * test whose service is required.
 */
export function summarize(report, required, root) {
  const suites = [];
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const file of report.testResults) {
    const row = {
      file: file.name.startsWith(root) ? file.name.slice(root.length) : file.name,
      passed: 0,
      failed: 0,
      seconds: Math.max(0, (file.endTime - file.startTime) / 1000),
      failures: [],
      skips: new Map(),
    };
    for (const test of file.assertionResults) {
      if (test.status === 'passed') row.passed++;
      else if (skippedStates.has(test.status)) {
        const { service, reason } = reasonOf(test);
        const isRequired = service !== undefined && required.has(service);
        const why = service === undefined ? reason : `${isRequired ? 'REQUIRED ' : ''}${service}: ${reason}`;
        const skip = row.skips.get(why) ?? { tests: 0, required: isRequired };
        skip.tests++;
        row.skips.set(why, skip);
        if (isRequired) row.failed++;
        else skipped++;
      } else {
        row.failed++;
        const [why] = test.failureMessages ?? [];
        row.failures.push({ test: test.fullName, why: why?.split('\n')[0] ?? 'no message' });
      }
    }
    if (file.status === 'failed' && file.assertionResults.length === 0) {
      row.failed++;
      row.failures.push({ test: 'could not be loaded', why: file.message?.split('\n')[0] ?? 'no message' });
    }
    passed += row.passed;
    failed += row.failed;
    suites.push(row);
  }
  suites.sort((a, b) => (a.file < b.file ? -1 : 1));
  return { suites, passed, failed, skipped };
}

/** The closing table: a line a suite, and below it what was skipped in it and why. */
export function table({ suites }) {
  const width = Math.max(10, ...suites.map(({ file }) => file.length));
  const lines = [`${'suite'.padEnd(width)}  passed  failed  skipped  seconds`];
  for (const { file, passed, failed, seconds, skips } of suites) {
    const skipped = [...skips.values()].reduce((sum, { tests, required }) => sum + (required ? 0 : tests), 0);
    const cells = [passed, failed, skipped].map((n, i) => String(n || '-').padStart(i === 2 ? 7 : 6));
    lines.push(`${file.padEnd(width)}  ${cells.join('  ')}  ${seconds.toFixed(1).padStart(7)}`);
    for (const [why, { tests }] of skips) lines.push(`    SKIPPED ${tests}: ${why}`);
  }
  return lines.join('\n');
}

/** What failed, a line each with the first line of why: a log that is only read from its end still says it. */
export function failures({ suites }) {
  return suites.flatMap(({ file, failures }) =>
    failures.map(({ test, why }) => `FAILED ${file}: ${test}\n    ${why.slice(0, LONGEST_WHY)}`),
  );
}

/** The last line of every run. */
export function totals({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
