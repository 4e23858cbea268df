/** Which detectors are measured, and on which values each is at home. */
import {
  createDetector,
  describeDetectors,
  type SingleVerdict,
  type ValueKind,
} from '../../detectors/index.js';
import type { DetectorName } from '../../detectors/registry.js';

/** What the benchmark asks of a detector on single values. */
export interface SingleDetector {
  update(value: number): SingleVerdict;
  reset(): void;
}

export interface Subject {
  readonly name: string;
  /** A new one, for a stream of this level (an error rate, or a mean): some are told it, as their name then says. */
  readonly create: (level: number) => SingleDetector;
  /** What it is given for a value of the stream. */
  readonly read: (value: number) => number;
}

const same = (value: number): number => value;
/** Some read the right predictions as 1. */
export const hit = (error: number): number => 1 - error;

/** Every detector that reads errors, with its defaults; and the e-detector once more with its baseline given. */
export function onErrors(): Subject[] {
  const subjects = onValues().map(({ name, values }): Subject => ({
    name,
    create: () => createDetector(name),
    read: values === 'hit' ? hit : same,
  }));
  const told: Subject = {
    name: 'e-sr-bernoulli, told the rate',
    create: (level) => createDetector('e-sr-bernoulli', { baseline: level }),
    read: same,
  };
  return [...subjects, told];
}

/** A standard normal value as a share, for detectors that take nothing else: 4 standard deviations each way. */
export function shareOfNormal(value: number): number {
  return Math.min(1, Math.max(0, (value + 4) / 8));
}

/** Every detector that reads numbers, for standard normal values; defaults but for what their law needs. */
export function onNumbers(): Subject[] {
  return onValues().flatMap(({ name, values }): Subject[] => {
    if (values === 'number') return [{ name, create: () => createDetector(name), read: same }];
    if (name === 'focus') {
      return [
        {
          name: 'focus, gaussian',
          create: () => createDetector('focus', { family: 'gaussian' }),
          read: same,
        },
      ];
    }
    if (values !== 'share') return [];
    return [{ name: `${name}, on (x + 4) / 8`, create: () => createDetector(name), read: shareOfNormal }];
  });
}

/** All detectors that read single values. */
export function onValues(): { readonly name: DetectorName; readonly values: ValueKind }[] {
  return describeDetectors().flatMap((description) =>
    description.reads === 'values'
      ? [{ name: description.name as DetectorName, values: description.values }]
      : [],
  );
}

/** All detectors that read panes. */
export function onPanes(): DetectorName[] {
  return describeDetectors().flatMap(({ name, reads }) => (reads === 'panes' ? [name as DetectorName] : []));
}
