import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../../src/config/load-config.js';
import type { Measures, PartitionMeasures, StageMeasures } from '../../../../src/server/status/measures.js';
import { findingsOf, RULES } from '../../../../src/server/status/rules.js';
import { readinessOf, statusOf } from '../../../../src/server/status/status.js';

const limits = defaultConfig.health;
const HOUR = 3_600_000;

const partition = (changes: Partial<PartitionMeasures> = {}): PartitionMeasures => ({
  partition: 0,
  lag: { predictions: 0, outcomes: 0 },
  quietMs: 0,
  joinRows: 0,
  joinBytes: 0,
  ...changes,
});

const stage = (changes: Partial<StageMeasures> = {}): StageMeasures => ({
  stage: 'profiler',
  condition: { state: 'running' },
  partitions: [partition()],
  recent: { consumed: 0, deadLetters: {}, failures: 0, lastFailure: null, slowestCommitMs: 0 },
  ...changes,
});

const measures = (changes: Partial<Measures> = {}): Measures => ({
  windowMs: 300_000,
  stopping: false,
  stages: [stage()],
  watermarks: [],
  eventLoopDelayMs: 20,
  residentBytes: 2 ** 28,
  diskFreeBytes: 2 ** 40,
  logAheadMs: 0,
  toldToWait: 0,
  feedProblems: [],
  ...changes,
});

const recent = (changes: Partial<StageMeasures['recent']>): Measures =>
  measures({ stages: [stage({ recent: { ...stage().recent, ...changes } })] });

const at = (changes: Partial<PartitionMeasures>): Measures =>
  measures({ stages: [stage({ partitions: [partition(), partition({ partition: 3, ...changes })] })] });

/** Of each rule: what just passes, what just does not, and what is said then. */
const CASES: readonly [rule: string, well: Measures, ill: Measures, says: RegExp][] = [
  [
    'condition',
    measures(),
    measures({ stages: [stage({ stage: 'sink', condition: { state: 'waiting', why: 'refused' } })] }),
    /it waits: refused/,
  ],
  [
    'lag',
    at({ lag: { predictions: limits.lag - 5, outcomes: 5 } }),
    at({ lag: { predictions: limits.lag - 5, outcomes: 6 } }),
    /partition 3 is 1000001 records behind/,
  ],
  [
    'stalled',
    at({ lag: { predictions: 10 }, quietMs: HOUR }),
    at({ lag: { predictions: 11 }, quietMs: HOUR }),
    /partition 3 has 11 unread records and committed nothing for 1 h/,
  ],
  [
    'failures',
    recent({ failures: 3, lastFailure: 'x' }),
    recent({ failures: 4, lastFailure: 'fenced' }),
    /reopened after a failure 4 times in 5 min; the last: fenced/,
  ],
  ['commit', recent({ slowestCommitMs: 5_000 }), recent({ slowestCommitMs: 5_100 }), /a commit took 5.1 s/],
  [
    'dead-letters',
    recent({ consumed: 1_000, deadLetters: { future: 10 } }),
    recent({ consumed: 1_000, deadLetters: { future: 3, 'bad-json': 8 } }),
    /11 of 1000 records were dead-lettered, 8 of them as bad-json/,
  ],
  [
    'join',
    at({ joinBytes: limits.join }),
    at({ joinRows: 7, joinBytes: limits.join + 1 }),
    /7 rows in 1 GiB/,
  ],
  ['stopping', measures(), measures({ stopping: true }), /is stopping/],
  [
    'watermark',
    measures({ watermarks: [{ model: 'm', side: 'outcomes', ageMs: HOUR }] }),
    measures({ watermarks: [{ model: 'm', side: 'outcomes', ageMs: 2 * HOUR }] }),
    /the watermark of m's outcomes is 2 h old/,
  ],
  ['event-loop', measures({ eventLoopDelayMs: 1_000 }), measures({ eventLoopDelayMs: 1_500 }), /1.5 s/],
  ['memory', measures({ residentBytes: 2 ** 33 }), measures({ residentBytes: 2 ** 34 }), /holds 16 GiB/],
  [
    'disk',
    measures({ diskFreeBytes: 2 ** 30 }),
    measures({ diskFreeBytes: 2 ** 29 }),
    /only 512 MiB are free/,
  ],
  ['clock', measures({ logAheadMs: 10_000 }), measures({ logAheadMs: 60_000 }), /1 min ahead/],
  ['ingestion', measures(), measures({ toldToWait: 2 }), /2 requests were told to come again \(429\)/],
  ['feed', measures(), measures({ feedProblems: ['feed: 1 unreadable'] }), /feed: 1 unreadable/],
];

describe('the health rules', () => {
  it.each(CASES)('%s: speaks up beyond its threshold, and not before', (rule, well, ill, says) => {
    expect(findingsOf(well, limits)).toEqual([]);
    const [finding, ...others] = findingsOf(ill, limits);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ rule, what: expect.stringMatching(says) as string });
    expect(finding?.fix.length).toBeGreaterThan(10);
  });

  it('are all tried here', () => {
    expect(CASES.map(([rule]) => rule).sort()).toEqual([...RULES].sort());
  });

  it('do not hold a training, a replay of the past or an unknown disk against anybody', () => {
    const trainer = stage({
      stage: 'trainer',
      partitions: [partition({ lag: { retraining: 20 }, quietMs: 5 * HOUR })],
    });
    const replay = { model: 'flights', side: 'predictions', ageMs: 25 * 365 * 24 * HOUR } as const;
    expect(
      findingsOf(measures({ stages: [trainer], watermarks: [replay], diskFreeBytes: null }), limits),
    ).toEqual([]);
  });

  it('take a few bad records among few for chance', () => {
    expect(findingsOf(recent({ consumed: 99, deadLetters: { future: 50 } }), limits)).toEqual([]);
  });
});

describe('the status', () => {
  it('is that of the worst part, and names each', () => {
    const status = statusOf(
      measures({
        stages: [
          stage(),
          stage({ stage: 'sink', condition: { state: 'waiting', why: 'no answer' } }),
          stage({ stage: 'feed', condition: { state: 'starting' }, partitions: [] }),
        ],
      }),
      limits,
    );
    expect(status.status).toBe('down');
    expect(Object.entries(status.parts).map(([name, part]) => [name, part.status])).toEqual([
      ['process', 'ok'],
      ['profiler', 'ok'],
      ['sink', 'degraded'],
      ['feed', 'down'],
    ]);
  });

  it('keeps traffic away only from what is down; what is degraded is told', () => {
    expect(readinessOf(statusOf(measures({ toldToWait: 3 }), limits))).toEqual({
      ready: true,
      reasons: ['3 requests were told to come again (429) within the last 5 min'],
    });
    const stopped = stage({ condition: { state: 'stopped', why: 'offsets are gone' } });
    expect(readinessOf(statusOf(measures({ stages: [stopped] }), limits))).toEqual({
      ready: false,
      reasons: ['stage profiler: it has stopped: offsets are gone'],
    });
  });
});
