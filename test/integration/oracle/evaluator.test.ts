import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertRecord, FeedRecord, RetrainingRecord } from '../../../src/records/feed.js';
import type { PaneRecord } from '../../../src/records/pane.js';
import { HOUR, MODEL } from '../../unit/evaluator/world.js';
import { binaryMetrics } from '../../oracle/binary-metrics.js';
import { live, tellStory, type Story } from '../../oracle/lives.js';
import type { MemoryLog } from '../../oracle/memory-log.js';
import { askOracle } from '../../oracle/oracle.js';
import { plans } from '../../oracle/plans.js';
import { runs } from '../../oracle/runs.js';
import type { SourceRecord } from '../../oracle/source.js';
import { storyRules } from '../../oracle/stories.js';

const parsed = (log: MemoryLog, topic: string) =>
  log.records(topic).map(({ value }) => JSON.parse(String(value)) as unknown);

/** All that was said, each clock's words in their order: the two clocks may overtake each other. */
function words(log: MemoryLog) {
  const feed = parsed(log, 'metrics') as FeedRecord[];
  const alerts = parsed(log, 'alerts') as AlertRecord[];
  const panes = parsed(log, 'panes') as PaneRecord[];
  const requests = parsed(log, 'retraining') as RetrainingRecord[];
  const metrics = feed.filter((record) => record.kind === 'metrics');
  return {
    requests,
    fired: (['data', 'performance'] as const).map((track) =>
      alerts.filter((alert) => alert.track === track && alert.state === 'firing').map(({ id }) => id),
    ),
    /** An alert's life; that its version was superseded is told on the outcomes' clock, on whichever track it is. */
    alerts: Object.fromEntries(alerts.map(({ id }) => [id, alerts.filter((alert) => alert.id === id)])),
    metrics: [
      metrics.filter(({ side }) => side === 'prediction'),
      metrics.filter(({ side }) => side === 'outcome'),
      metrics.filter(({ side }) => side === 'cohort'),
    ],
    panes: [panes.filter(({ prediction }) => prediction), panes.filter(({ outcome }) => outcome)],
    status: feed.findLast(({ kind, model }) => kind === 'status' && model === MODEL),
  };
}

/** The source topics of a life, as the oracle reads them. */
function sourceOf({ calm }: Story): SourceRecord[] {
  return (['predictions', 'outcomes'] as const).flatMap((topic) =>
    [0, 1, 2].flatMap((partition) =>
      calm.records(topic, partition).map(({ offset, appendedAt, value }) => ({
        topic,
        partition,
        offset,
        appendedAt,
        value: value as Buffer,
      })),
    ),
  );
}

const stories = new Map<number, Promise<Story>>();
const storyOf = (seed: number): Promise<Story> => {
  let story = stories.get(seed);
  if (!story) stories.set(seed, (story = tellStory(seed)));
  return story;
};
/** Four kinds of weather. */
const SEEDS = [0, 1, 2, 3];

describe('stories on a dirty log', () => {
  it('have alerts on both tracks, retraining after them, a version that supersedes, and one without any', async () => {
    const alerts = await Promise.all(
      SEEDS.map(async (seed) => Object.values(words((await storyOf(seed)).calm).alerts).flat()),
    );
    const all = alerts.flat();
    expect(new Set(all.map(({ track }) => track))).toEqual(new Set(['data', 'performance']));
    expect(new Set(all.map(({ state }) => state))).toContain('superseded');
    expect(alerts.map((own) => own.length > 0)).toEqual([true, true, true, false]);
  });

  it('have closed panes that are, bit for bit, those of the oracle, and its books', async () => {
    const story = await storyOf(2);
    const { panes, books } = await askOracle(sourceOf(story), storyRules);
    const closed = parsed(story.calm, 'panes') as PaneRecord[];
    const found = closed.map(({ model, version, segment, start, prediction, outcome }) => [
      JSON.stringify([prediction ? 'prediction' : 'outcome', model, version, segment, start]),
      prediction ?? outcome,
    ]);
    expect(Object.fromEntries(found)).toEqual(panes);
    expect(found).toHaveLength(Object.keys(panes).length);
    expect(words(story.calm).status).toMatchObject({ books: books[MODEL], ended: true });
  });
});

describe('the metrics of a story', () => {
  it.each([
    ['6h', 6],
    ['24h', 24],
  ])('of panes of %s are, bit for bit, what the rows themselves give', async (resolution, hours) => {
    const story = await storyOf(2);
    const expected = await binaryMetrics(sourceOf(story), storyRules, hours * HOUR);
    const found: typeof expected = {};
    for (const metrics of words(story.calm).metrics.flat()) {
      if (metrics.resolution !== resolution) continue;
      const { side, model, version, segment, start, values } = metrics;
      // The latency's quantiles are estimates. What else is left out follows from panes that are compared bit for bit.
      const told = Object.entries(values).filter(
        ([name]) =>
          !/^(latency|f1|adwin|balancedAccuracy|mcc|kappa|averagePrecision|ece|baseline:|estimated:)/.test(
            name,
          ),
      );
      found[JSON.stringify([side, model, version, segment, start])] = Object.fromEntries(told);
    }
    expect(found).toEqual(expected);
    expect(Object.keys(found).length).toBeGreaterThan(100);
    expect(words(story.calm).metrics[2]?.length).toBeGreaterThan(100);
  });
});

describe('profilers and evaluator, from the same log', () => {
  it(
    'say the same metrics, alerts and requests, ids included, whoever reads what when and dies where',
    { timeout: 3_600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...SEEDS),
          fc.record({ profilers: plans, evaluators: plans }),
          async (seed, plan) => {
            const story = await storyOf(seed);
            const expected = words(story.calm);
            const found = words(await live(story, plan));
            // Comparing the texts first is far quicker; it differs only where something differs.
            if (JSON.stringify(found) !== JSON.stringify(expected)) expect(found).toEqual(expected);
          },
        ),
        // A story is told in seconds: shrinking one takes many minutes, and the seed brings it back.
        { ...runs('lives of stories', 8), endOnFailure: true },
      );
    },
  );
});
