import { describe, expect, it } from 'vitest';

import {
  failures,
  requiredServices,
  summarize,
  table,
  totals,
  type TestReport,
} from '../../../scripts/test-summary.mjs';

const test = (
  status: string,
  ...titles: string[]
): TestReport['testResults'][number]['assertionResults'][number] => ({
  ancestorTitles: titles,
  title: 'does it',
  fullName: `${titles.join(' ')} does it`,
  status,
  ...(status === 'failed' && { failureMessages: ['Error: 1 is not 2\n    at somewhere', 'more'] }),
});
const report: TestReport = {
  testResults: [
    {
      name: '/p/test/b.test.ts',
      status: 'passed',
      startTime: 1_000,
      endTime: 2_500,
      assertionResults: [
        test('passed', 'plain'),
        test('skipped', 'Kafka log [skipped: kafka: no Java on PATH: install it]', 'inner'),
        test('skipped', 'Kafka log [skipped: kafka: no Java on PATH: install it]'),
      ],
    },
    {
      name: '/p/test/a.test.ts',
      status: 'failed',
      message: 'no such module',
      startTime: 0,
      endTime: 0,
      assertionResults: [],
    },
    {
      name: '/p/test/c.test.ts',
      status: 'failed',
      startTime: 0,
      endTime: 10,
      assertionResults: [test('failed', 'x'), test('todo', 'y')],
    },
  ],
};

describe('the summary of a test run', () => {
  it('counts a suite that could not be loaded as a failure, and skips for themselves', () => {
    const summary = summarize(report, new Set(), '/p/');
    expect(totals(summary)).toBe('1 passed, 2 failed, 3 skipped');
    expect(summary.suites.map(({ file }) => file)).toEqual([
      'test/a.test.ts',
      'test/b.test.ts',
      'test/c.test.ts',
    ]);
  });

  it('names what failed, each with the first line of why', () => {
    expect(failures(summarize(report, new Set(), '/p/'))).toEqual([
      'FAILED test/a.test.ts: could not be loaded\n    no such module',
      'FAILED test/c.test.ts: x does it\n    Error: 1 is not 2',
    ]);
  });

  it('shows why something was skipped', () => {
    const text = table(summarize(report, new Set(), '/p/'));
    expect(text).toContain('SKIPPED 2: kafka: no Java on PATH: install it');
    expect(text).toContain('SKIPPED 1: no reason given');
  });

  it('takes a skip for the lack of a required service as a failure', () => {
    expect(totals(summarize(report, new Set(['kafka', 'influx']), '/p/'))).toBe(
      '1 passed, 4 failed, 1 skipped',
    );
  });

  it('refuses to require a service that no test knows', () => {
    expect(requiredServices('kafka,python,')).toEqual(new Set(['kafka', 'python']));
    expect(() => requiredServices('kafka,pyhton')).toThrow(
      "LEEWAY_REQUIRE names 'pyhton'; services are kafka",
    );
  });

  it('says nothing of skips when there are none', () => {
    expect(totals({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  });
});
