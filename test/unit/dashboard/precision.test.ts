/** The page counts marks by itself, as they come; it must count as the server does. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { precisionOf, type Marks } from '../../../src/policy/precision.js';

type Alerts = readonly { readonly mark?: { readonly mark: string } }[];

const { precisionOf: onPage, precisionText } = (await import(
  new URL('../../../src/dashboard/precision.js', import.meta.url).href
)) as {
  precisionOf: (alerts: Alerts) => ReturnType<typeof precisionOf>;
  precisionText: (alerts: Alerts) => { value: string; detail: string };
};

const alertsOf = (marks: readonly (keyof Marks)[]): Alerts =>
  marks.map((mark) => (mark === 'unmarked' ? {} : { mark: { mark } }));
const textOf = (...marks: (keyof Marks)[]) => {
  const { value, detail } = precisionText(alertsOf(marks));
  return [value, detail.replaceAll('\u00a0', ' ')];
};

describe('the measured precision of the page', () => {
  it('is the one of the server, whatever was said', () => {
    const mark = fc.constantFrom<keyof Marks>('real', 'false', 'expected', 'unmarked');
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 60 }), (marks) => {
        const { interval, ...counts } = precisionOf(marks);
        const { interval: shown, ...others } = onPage(alertsOf(marks));
        expect(others).toEqual(counts);
        expect(shown === null).toBe(interval === null);
        interval?.forEach((end, i) => expect(shown?.[i]).toBeCloseTo(end, 12));
      }),
    );
  });

  it('says what is behind the figure, and that there is none where there is none', () => {
    expect(textOf()).toEqual(['not marked yet', 'there has been no alert']);
    expect(textOf('unmarked')).toEqual(['not marked yet', 'say of alerts whether they were real']);
    expect(textOf('expected')).toEqual(['not known yet', '1 expected of 1 alert']);
    expect(textOf('real', 'real', 'false', 'expected', 'unmarked')).toEqual([
      '67%',
      '95% interval 21% to 94%\n2 real, 1 false, 1 expected of 5 alerts',
    ]);
  });
});
