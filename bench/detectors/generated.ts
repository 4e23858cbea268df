/** Generated streams: errors at rates, and standard normal values; tables and the picture. */
import { bernoulli, gaussian } from '../../src/generators/index.js';
import { type DelaySize, delayTable, type Family, falseAlarmTable, measure } from './delay.js';
import type { Progress } from './progress.js';
import type { Section } from './section.js';
import { delayPicture } from './delay-picture.js';
import { onErrors, onNumbers } from './subjects.js';

export interface GeneratedSize {
  readonly errors: DelaySize;
  readonly numbers: DelaySize;
}

export function generated(size: GeneratedSize, progress: Progress): Section {
  const errors: Family = {
    name: 'errors',
    concept: bernoulli,
    subjects: onErrors(),
    levels: [0.05, 0.2],
    shifts: [
      { from: 0.05, to: 0.1 },
      { from: 0.05, to: 0.2 },
      { from: 0.2, to: 0.3 },
      { from: 0.2, to: 0.4 },
    ],
    nameOf: ({ from, to }) => `${from} → ${to}`,
  };
  const numbers: Family = {
    name: 'numbers',
    concept: (level) => gaussian(level, 1),
    subjects: onNumbers(),
    levels: [0],
    shifts: [0.25, 0.5, 1, 2].map((to) => ({ from: 0, to })),
    nameOf: ({ to }) => `+${to} sd`,
  };
  const onErrorStreams = measure(errors, size.errors, progress);
  const onNumberStreams = measure(numbers, size.numbers, progress);
  return {
    tables: {
      'errors-false-alarms': falseAlarmTable(errors, size.errors, onErrorStreams),
      'errors-abrupt': delayTable(errors, 'abrupt', onErrorStreams),
      'errors-gradual': delayTable(errors, 'gradual', onErrorStreams),
      'numbers-false-alarms': falseAlarmTable(numbers, size.numbers, onNumberStreams),
      'numbers-abrupt': delayTable(numbers, 'abrupt', onNumberStreams),
      'numbers-gradual': delayTable(numbers, 'gradual', onNumberStreams),
    },
    pictures: { 'delay-and-false-alarms.svg': delayPicture(onErrorStreams, size.errors) },
    result: { size, errors: onErrorStreams, numbers: onNumberStreams },
  };
}
