import { describe, expect, it } from 'vitest';
import { growthChart } from '../../../../bench/growth/chart.js';

describe('the picture of the growth', () => {
  const line = (name: string, exponent: number) => ({
    name,
    points: [1, 10, 100].map((times) => [times, times ** exponent] as const),
  });

  it('draws what is linear along the dashed line, and what is flat level', () => {
    const svg = growthChart({
      title: 't',
      description: 'd',
      lines: [line('linear one', 1), line('flat', 0)],
    });
    const [linear = [], flat = []] = [...svg.matchAll(/<polyline[^>]* points="([^"]*)"/g)].map(([, points]) =>
      (points as string).split(' ').map((pair) => pair.split(',').map(Number)),
    );
    const guide = /class="limit" x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"/.exec(svg);
    const [x1, y1, x2, y2] = (guide ?? []).slice(1).map(Number) as [number, number, number, number];
    expect(linear[0]?.[0]).toBeCloseTo(x1, 0);
    expect(linear[0]?.[1]).toBeCloseTo(y1, 0);
    expect(linear[2]?.[0]).toBeCloseTo(x2, 0);
    expect(linear[2]?.[1]).toBeCloseTo(y2, 0);
    expect(new Set(flat.map(([, y]) => y)).size).toBe(1);
  });

  it('names every line, as text', () => {
    const svg = growthChart({ title: 't', description: 'd', lines: [line('<a & b>', 0.5)] });
    expect(svg).toContain('&lt;a &amp; b&gt;');
  });
});
