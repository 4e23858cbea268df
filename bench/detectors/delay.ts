/** Delay, missed changes and false alarms of every detector on generated streams. */
import { seededRandom } from '../../detectors/random.js';
import { binomialInterval } from '../../detectors/binomial.js';
import type { Concept } from '../../src/generators/index.js';
import { figure, percent } from './figures.js';
import { markdownTable } from './markdown-table.js';
import type { Progress } from './progress.js';
import { alarmsIn, CHANGE_AT, type Pace, runThrough, type Shift, streamWith } from './simulate.js';
import { type Delays, meanTimeRatio, poissonInterval, summariseDelays } from './statistics.js';
import type { Subject } from './subjects.js';

/** A law of values, the levels at which nothing changes, and the changes to be found. */
export interface Family {
  readonly name: string;
  readonly concept: (level: number) => Concept<number>;
  readonly subjects: readonly Subject[];
  readonly levels: readonly number[];
  readonly shifts: readonly Shift[];
  readonly nameOf: (shift: Shift) => string;
}

export interface DelaySize {
  /** Values at each level, none of them a change. */
  readonly stationary: number;
  /** Runs of each change. */
  readonly runs: number;
}

export interface Measured {
  readonly subject: string;
  /** By level. */
  readonly falseAlarms: readonly number[];
  /** By level: fresh runs that alarm within the first 5,000 values, of how many. */
  readonly early: readonly { readonly runs: number; readonly of: number }[];
  /** By shift. */
  readonly abrupt: readonly Delays[];
  readonly gradual: readonly Delays[];
  readonly ratio: Readonly<Record<Pace, number>>;
}

export function measure(family: Family, size: DelaySize, progress: Progress): Measured[] {
  const { subjects, levels, shifts, concept, nameOf } = family;
  const falseAlarms = levels.map((level, index) => {
    const random = seededRandom(1_000 + index);
    const draw = concept(level);
    const values = Float64Array.from({ length: size.stationary }, () => draw(random));
    return subjects.map((subject) => {
      const step = `${family.name}: false alarms at ${level} of ${subject.name}`;
      progress(step);
      return alarmsIn(subject, values, level, (done) => {
        progress(step, done);
      });
    });
  });
  const early = subjects.map(() => levels.map(() => ({ runs: 0, of: 0 })));
  const found = { abrupt: subjects.map((): number[][] => []), gradual: subjects.map((): number[][] => []) };
  shifts.forEach((shift, at) => {
    for (const pace of ['abrupt', 'gradual'] as const) {
      const step = `${family.name}: ${nameOf(shift)} ${pace}, ${size.runs} runs`;
      progress(step);
      const first = 1 + (2 * at + (pace === 'abrupt' ? 0 : 1)) * size.runs;
      const seeds = Array.from({ length: size.runs }, (_, run) => first + run);
      const runs = runThrough(
        subjects,
        streamWith(concept, shift, pace),
        { from: shift.from, seeds },
        (done) => {
          progress(step, done);
        },
      );
      subjects.forEach((_, index) => {
        found[pace][index]?.push([...(runs.delays[index] ?? [])]);
        const tally = early[index]?.[levels.indexOf(shift.from)];
        if (!tally) return;
        tally.runs += runs.early[index] ?? 0;
        tally.of += size.runs;
      });
    }
  });
  return subjects.map(({ name }, index) => {
    const alarms = falseAlarms.map((ofLevel) => ofLevel[index] ?? 0);
    const total = alarms.reduce((sum, count) => sum + count, 0);
    const ratio = (delays: readonly number[][]): number =>
      meanTimeRatio(total, size.stationary * levels.length, summariseDelays(delays.flat()));
    return {
      subject: name,
      falseAlarms: alarms,
      early: early[index] ?? [],
      abrupt: (found.abrupt[index] ?? []).map(summariseDelays),
      gradual: (found.gradual[index] ?? []).map(summariseDelays),
      ratio: { abrupt: ratio(found.abrupt[index] ?? []), gradual: ratio(found.gradual[index] ?? []) },
    };
  });
}

export function falseAlarmTable({ levels }: Family, size: DelaySize, measured: readonly Measured[]): string {
  const per = 100_000 / size.stationary;
  return markdownTable(
    [
      'detector',
      ...levels.map((level) => `false alarms per 100k at ${level}`),
      ...levels.map(
        (level) => `fresh runs that alarm within ${CHANGE_AT.toLocaleString('en-US')} at ${level}`,
      ),
    ],
    measured.map(({ subject, falseAlarms, early }) => [
      subject,
      ...falseAlarms.map((count) => {
        const [low, high] = poissonInterval(count);
        return `${figure(count * per)} (${figure(low * per)}–${figure(high * per)})`;
      }),
      ...early.map(({ runs, of }) => {
        const [low, high] = binomialInterval(runs, of);
        return `${percent(runs / of)} (${figure(low * 100)}–${figure(high * 100)})`;
      }),
    ]),
  );
}

export function delayTable({ shifts, nameOf }: Family, pace: Pace, measured: readonly Measured[]): string {
  return markdownTable(
    ['detector', ...shifts.map(nameOf), 'mean time ratio'],
    measured.map((one) => [
      one.subject,
      ...one[pace].map(({ median, missed }) => `${figure(median)} / ${percent(missed)}`),
      figure(one.ratio[pace]),
    ]),
  );
}
