import { describe, expect, it } from 'vitest';
import { linearAxis, logAxis } from '../../../../bench/detectors/svg/axis.js';
import { element, text } from '../../../../bench/detectors/svg/element.js';
import { intervalChart } from '../../../../bench/detectors/svg/interval-chart.js';
import { lineChart } from '../../../../bench/detectors/svg/line-chart.js';
import { scatterChart } from '../../../../bench/detectors/svg/scatter-chart.js';

/** Every tag that opens closes, in order. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [, close, name, selfClosing] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (selfClosing === '/') continue;
    if (close === '/') expect(open.pop()).toBe(name);
    else open.push(name ?? '');
  }
  expect(open).toEqual([]);
}

function places(svg: string, kind: string): { x: number; y: number }[] {
  return [...svg.matchAll(new RegExp(`<${kind} [^>]*cx="([^"]+)" cy="([^"]+)"`, 'g'))].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
}

describe('element', () => {
  it('escapes words and attributes', () => {
    expect(text('a < b & "c"', { x: 1.005 })).toBe('<text x="1">a &lt; b &amp; &quot;c&quot;</text>');
    expect(element('rect', { class: '"x"' })).toBe('<rect class="&quot;x&quot;"/>');
  });

  it('refuses a place that is no number: it would not be seen', () => {
    expect(() => element('circle', { cx: Number.NaN })).toThrow('only finite numbers, got NaN');
  });
});

describe('axes', () => {
  it('put values at their places, and those outside at the nearer end', () => {
    const log = logAxis({ values: [0.01, 100], places: [0, 400] });
    expect(log.ticks).toEqual([0.01, 0.1, 1, 10, 100]);
    expect([0.0001, 1, 1000].map((value) => log.at(value))).toEqual([0, 200, 400]);
    const linear = linearAxis({ values: [0, 4], places: [100, 0] }, 4);
    expect(linear.ticks).toEqual([0, 1, 2, 3, 4]);
    expect(linear.at(1)).toBe(75);
  });

  it('refuse what has no scale', () => {
    expect(() => logAxis({ values: [0, 1], places: [0, 1] })).toThrow('from above 0 up');
    expect(() => linearAxis({ values: [1, 1], places: [0, 1] })).toThrow('goes up');
  });
});

describe('scatterChart', () => {
  const chart = scatterChart({
    title: 'Delay',
    description: 'adwin: 120',
    x: { label: 'false alarms', values: [0.01, 1000] },
    y: { label: 'delay', values: [10, 5000] },
    points: [
      { name: 'adwin', x: 0.02, y: 632, hollow: false },
      { name: 'cusum', x: 0.02, y: 640, hollow: false },
      { name: 'kswin', x: 140, y: 5000, hollow: true },
    ],
    note: 'less is better',
  });

  it('draws fewer alarms further left and shorter delays further down', () => {
    expectWellFormed(chart);
    const [adwin, , kswin] = places(chart, 'circle');
    expect(adwin?.x).toBeLessThan(kswin?.x ?? 0);
    expect(adwin?.y).toBeGreaterThan(kswin?.y ?? Infinity);
    expect(chart).toContain('class="c hollow"');
  });

  it('moves names apart that would lie on each other', () => {
    const [a, b] = ['cusum', 'adwin'].map((name) =>
      Number(new RegExp(`y="([^"]+)" text-anchor="start">${name}<`).exec(chart)?.[1]),
    );
    expect(Math.abs((a ?? 0) - (b ?? 0))).toBeGreaterThanOrEqual(14);
  });

  it('reads in the dark, fetches nothing and says what it shows', () => {
    expect(chart).toContain('prefers-color-scheme: dark');
    expect(chart).not.toMatch(/@import|url\(|href=/);
    expect(chart).toContain('role="img" aria-label="adwin: 120"');
  });
});

describe('intervalChart', () => {
  const chart = intervalChart({
    title: 'Budget',
    description: 'rows',
    label: 'false alarms',
    most: 2,
    limit: { value: 1, name: 'promised' },
    rows: [
      { name: 'kept', mean: 0.5, low: 0.25, high: 1 },
      { name: 'broken', mean: 1.75, low: 1.5, high: 9 },
    ],
  });

  it('marks what is surely above its limit, and what goes beyond the paper', () => {
    expectWellFormed(chart);
    expect(places(chart, 'circle').map(({ x }) => x)).toEqual([350 + 440 / 4, 350 + (440 * 7) / 8]);
    expect(chart.match(/class="b stroke"/g)).toHaveLength(1);
    expect(chart.match(/<path class="b dot"/g)).toHaveLength(1);
  });
});

describe('lineChart', () => {
  it('draws what is never found hollow on the upper edge', () => {
    const chart = lineChart({
      title: 'Delay',
      description: 'lines',
      x: { label: 'size', values: [1, 100], ticks: [1, 10, 100] },
      y: { label: 'days', most: 10, never: 'more' },
      series: [
        {
          name: 'origin',
          points: [
            [1, Infinity],
            [100, 5],
          ],
        },
      ],
    });
    expectWellFormed(chart);
    const [never, found] = places(chart, 'circle');
    expect(never?.y).toBe(56);
    expect(found?.y).toBe((56 + 360) / 2);
    expect(chart.match(/hollow"/g)).toHaveLength(1);
    expect(chart).toContain('>more<');
  });
});
