import type { DelaySize, Measured } from './delay.js';
import { scatterChart } from './svg/scatter-chart.js';

/** Delay of .05 to .1 found at its median, against false alarms at both rates together. */
export function delayPicture(measured: readonly Measured[], { stationary }: DelaySize): string {
  const [none, least, never] = [0.01, 0.01, 5_000];
  const points = measured.map(({ subject, falseAlarms, abrupt }) => {
    const total = falseAlarms.reduce((sum, count) => sum + count, 0);
    const delay = abrupt[0]?.median ?? Infinity;
    return {
      name: subject,
      x: total === 0 ? none : (total / (stationary * falseAlarms.length)) * 100_000,
      y: Math.max(10, Math.min(never, delay)),
      hollow: delay > never,
    };
  });
  return scatterChart({
    title: 'Errors that rise from .05 to .1: delay against false alarms',
    description: points
      .map(
        ({ name, x, y, hollow }) =>
          `${name}: ${x.toPrecision(2)} false alarms per 100,000, ${hollow ? 'never found' : `delay ${Math.round(y)}`}`,
      )
      .join('; '),
    x: {
      label: 'false alarms per 100,000 values where nothing changes (left edge: none seen)',
      values: [least, 1_000],
    },
    y: { label: 'median delay in values', values: [10, never] },
    points,
    note: 'Down and left is better. Hollow: most runs do not find it within 5,000 values.',
  });
}
