import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { METRIC_FAMILIES, METRICS, metricInfo, type MetricInfo } from '../../../src/metrics/registry.js';

const { formatMetric } = (await import(
  new URL('../../../src/dashboard/format.js', import.meta.url).href
)) as { formatMetric: (metric: string) => string };
const document = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');

const BETTER = { higher: 'higher', lower: 'lower', zero: 'nearer to 0', none: '' } as const;

function tasksOf({ side, tasks }: MetricInfo): string {
  if (side !== 'outcome') return side === 'prediction' ? 'service' : 'cohorts';
  return tasks.length === 4 ? 'all' : tasks.join(', ');
}

async function table(head: readonly string[], rows: readonly (readonly string[])[]): Promise<string> {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`); // prettier-ignore
  return (await format(lines.join('\n'), { parser: 'markdown' })).trim();
}

describe('docs/metrics.md', () => {
  it('has the table of the registry', async () => {
    const rows = METRICS.map((metric) => [
      `\`${metric.name}\``,
      tasksOf(metric),
      metric.meaning,
      BETTER[metric.better],
      metric.unit,
    ]);
    expect(document).toContain(await table(['name', 'of', 'meaning', 'better', 'unit'], rows));
  });

  it('has the table of names with a part of their own', async () => {
    const rows = METRIC_FAMILIES.map(({ name, meaning }) => [`\`${name}\``, meaning]);
    expect(document).toContain(await table(['name', 'meaning'], rows));
  });
});

describe('the registry of metrics', () => {
  it('names each metric once', () => {
    const names = METRICS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(metricInfo('auc')?.better).toBe('higher');
    expect(metricInfo('nothing of the kind')).toBeUndefined();
  });

  it('calls metrics what the page calls them', () => {
    for (const { name, label } of METRICS) expect(formatMetric(name)).toBe(label);
  });
});
