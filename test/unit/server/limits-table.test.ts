import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FEED_LIMITS } from '../../../consumers/feed/feed.js';
import { DEAD_LETTER_BYTES } from '../../../consumers/profiler/stage.js';
import { CATEGORY_BUCKETS } from '../../../src/aggregates/category-counts.js';
import { MAX_CONFUSION_PAIRS } from '../../../src/aggregates/confusion-counts.js';
import { MAX_VALUE_NAMES } from '../../../src/aggregates/named-histograms.js';
import { emptyHistogram } from '../../../src/aggregates/numeric-histogram.js';
import { MAX_FAILURE_CODES, MAX_FEATURES } from '../../../src/aggregates/prediction-pane.js';
import { defaultConfig } from '../../../src/config/load-config.js';
import { MAX_NAME } from '../../../src/events/json-shapes.js';
import { SERVER_LIMITS } from '../../../src/server/limits.js';
import { VERSION_FORGOTTEN_AFTER } from '../../../src/stream/admission.js';

const text = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');

/** The rows below a heading, by their first cell. */
function tableUnder(heading: string): Map<string, readonly string[]> {
  const from = text.indexOf(`\n## ${heading}\n`);
  const section = text.slice(from, text.indexOf('\n## ', from + 1));
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return new Map(rows.map(([name = '', ...cells]) => [name, cells]));
}

const KiB = 1_024;
const count = (n: number): string => n.toLocaleString('en-US');
const bytes = (n: number): string => (n >= KiB * KiB ? `${n / KiB / KiB} MiB` : `${n / KiB} KiB`);
const { projection, client } = FEED_LIMITS;

/** What the code has. */
const LIMITS: Readonly<Record<string, string>> = {
  '`recordLimit`': bytes(defaultConfig.recordLimit),
  'length of an id, model, version, class': count(MAX_NAME),
  '`maxModels` not listed, a partition': count(defaultConfig.maxModels),
  'models with `onlyListedModels`': '`models`',
  [`\`maxVersions\` of a model within ${VERSION_FORGOTTEN_AFTER / 86_400_000} days`]: count(
    defaultConfig.maxVersions,
  ),
  'features of a pane': count(MAX_FEATURES),
  'bins of a numeric feature': count(emptyHistogram().cap),
  'buckets of a categorical feature': count(CATEGORY_BUCKETS),
  'failure codes of a pane': count(MAX_FAILURE_CODES),
  'pairs of labels of a pane': count(MAX_CONFUSION_PAIRS),
  'business values of a pane': count(MAX_VALUE_NAMES),
  'bytes of a dead letter': bytes(DEAD_LETTER_BYTES),
  'bytes of a request': bytes(SERVER_LIMITS.bodyBytes),
  'events of a request': count(SERVER_LIMITS.bodyItems),
  'bytes that are not in the log yet': bytes(SERVER_LIMITS.pendingBytes),
  '`ingestion.maxPending`': count(defaultConfig.ingestion.maxPending),
  'WebSocket clients': count(FEED_LIMITS.maxConnections),
  'bytes that a client has not taken': bytes(client.hardBytes),
  'series that wait for a client': count(client.maxPending),
  'models on the page': count(projection.models),
  'versions on the page': count(projection.versions),
  'alerts on the page': count(projection.alerts),
  'requests for a training on the page': count(projection.retrainings),
  'metric records of a series on the page': count(projection.perSeries),
  'the same, of panes finer than a day': count(projection.perFineSeries),
  'metric records on the page': count(projection.total),
};

describe('the limits in docs/operations.md', () => {
  const table = tableUnder('Limits');

  it('are those of the code, all of them and no others', () => {
    expect(Object.fromEntries([...table].map(([name, [value]]) => [name, value]))).toEqual(LIMITS);
  });

  it('say what happens beyond each, and name metrics that are documented', () => {
    const metrics = tableUnder('Is it well?');
    for (const [name, [, beyond = '', counted = '']] of table) {
      expect(beyond, name).not.toBe('');
      for (const [metric] of counted.matchAll(/`leeway_[a-z_]+`/g))
        expect([...metrics.keys()], name).toContain(metric);
    }
  });
});
