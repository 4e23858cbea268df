import { describe, expect, it } from 'vitest';
import { Failpoints, STEP_NAMES, stepsOf } from '../../../../bench/chaos/failpoint.js';
import { drawPlan } from '../../../../bench/chaos/plan.js';
import { killFaults } from '../../../../bench/chaos/kill-faults.js';
import { memberFaults } from '../../../../bench/chaos/member-faults.js';
import { serviceFaults } from '../../../../bench/chaos/service-faults.js';
import { section, table, verdict } from '../../../../bench/chaos/report.js';
import type { ChaosResult } from '../../../../bench/chaos/run.js';
import { Tally } from '../../../../bench/chaos/tally.js';
import { seededRandom } from '../../../../detectors/random.js';

const faults = [...killFaults, ...memberFaults, ...serviceFaults];

describe('a failpoint', () => {
  it('strikes once, at the nth time that its step of its stage is reached', () => {
    const struck: string[] = [];
    const failpoints = new Failpoints((signal) => struck.push(signal));
    failpoints.arm({ step: 'process', stage: 'profiler', nth: 2, signal: 'SIGKILL' });
    failpoints.hit('process', 'evaluator');
    failpoints.hit('fetch', 'profiler');
    failpoints.hit('process', 'profiler');
    expect(struck).toEqual([]);
    failpoints.hit('process', 'profiler');
    failpoints.hit('process', 'profiler');
    expect(struck).toEqual(['SIGKILL']);
  });

  it('strikes at nothing when it was disarmed', () => {
    const failpoints = new Failpoints(() => expect.unreachable());
    failpoints.arm({ step: 'write', stage: null, nth: 1, signal: 'SIGKILL' });
    failpoints.arm(null);
    failpoints.hit('write', null);
  });

  it('has every step on one of the engines', () => {
    expect(new Set([...stepsOf('kafka'), ...stepsOf('embedded')])).toEqual(new Set(STEP_NAMES));
    expect(stepsOf('embedded')).not.toContain('offsets');
    expect(stepsOf('kafka')).not.toContain('flush');
  });
});

describe('the plan of a storm', () => {
  it.each(['embedded', 'kafka'] as const)('has every fault of the engine %s, and enough kills', (engine) => {
    const plan = drawPlan(faults, engine, 200, true, seededRandom(7));
    expect(new Set(plan)).toEqual(new Set(faults.filter(({ engines }) => engines.includes(engine))));
    expect(plan.reduce((sum, { kills }) => sum + kills, 0)).toBeGreaterThanOrEqual(200);
    expect(drawPlan(faults, engine, 200, true, seededRandom(7))).toEqual(plan);
    expect(drawPlan(faults, engine, 200, true, seededRandom(8))).not.toEqual(plan);
    expect(drawPlan(faults, engine, 5, false, seededRandom(7)).length).toBeLessThan(20);
  });
});

describe('the tally', () => {
  const [first] = serviceFaults;
  const full = serviceFaults.find(({ mayEndProcess }) => mayEndProcess);
  const givenUp = {
    slot: 'member-0',
    code: 1,
    words: 'leeway: stage profiler cannot go on: no space',
    at: 0,
  };

  it('counts strikes and recoveries by fault', () => {
    const tally = new Tally();
    tally.add({ name: 'a', recoveredIn: 30 });
    tally.add({ name: 'a', recoveredIn: null });
    tally.add({ name: 'a', recoveredIn: 10 });
    expect(tally.lines()).toEqual([{ fault: 'a', count: 2 + 1, recoveries: 2, longestMs: 30, medianMs: 30 }]);
  });

  it('holds a process that gives up against the run, unless its disk was full and it said so', () => {
    const tally = new Tally();
    if (!first || !full) throw new Error('there are faults of both kinds');
    tally.endedByItself(full, givenUp);
    expect(tally.unexpected).toEqual([]);
    tally.endedByItself(full, { ...givenUp, words: 'Segmentation fault' });
    tally.endedByItself(first, givenUp);
    expect(tally.unexpected).toHaveLength(2);
  });
});

describe('the report', () => {
  const result: ChaosResult = {
    engine: 'kafka',
    seed: 7,
    records: 100,
    kills: 9,
    faults: [{ fault: 'kill -9 at sent', count: 9, recoveries: 6, longestMs: 5_120, medianMs: 900 }],
    calmSeconds: 10,
    stormySeconds: 60,
    panes: 1,
    alerts: 2,
    versions: 3,
    deadLetters: 4,
    points: 5,
    skipped: ['a full disk: no tmpfs'],
    wrong: [],
  };

  it('says what it survived, and what was skipped', () => {
    expect(table(result)).toMatch(
      /^\| fault +\| count \| recoveries \| median \| longest \|\n.*\n\| kill -9 at sent \| +9 \| +6 \| +0\.9 s \| +5\.1 s \|$/,
    );
    expect(verdict(result)).toMatch(/9 processes killed.*nothing lost, nothing doubled/);
    expect(section(result, 'npm run chaos', '2026-01-01')).toMatch(
      /^## Kafka[\s\S]*Skipped: a full disk: no tmpfs\.[\s\S]*\| kill -9 at sent \| +9 \|/,
    );
  });

  it('says what is wrong', () => {
    expect(verdict({ ...result, wrong: ['panes: 1 records are missing'] })).toMatch(
      /WRONG\n- panes: 1 records are missing/,
    );
  });
});
