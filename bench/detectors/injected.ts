/** Flights with known changes put in: how soon they are found; and the flights as they are: only the storm may alarm. */
import { encode } from '../flights/lateness-model.js';
import {
  effectOfInjection,
  findInjected,
  type Found,
  type Inject,
  latePoints,
  moveToLast,
  moveToNext,
} from '../flights/injections.js';
import { panesOf, scoreCrossFitted } from '../flights/panes.js';
import type { ReferenceSpan } from '../flights/references.js';
import type { Flights } from '../flights/rows.js';
import type { Calibration, EvidencePane } from '../../detectors/evidence.js';
import { calibrateWithinBudget } from '../../detectors/within-budget.js';
import {
  calibrationOf,
  inReference,
  JS_FLOOR,
  type Told,
  type Track,
  type Tracks,
  watch,
  type Watch,
} from '../flights/watch.js';
import { figure } from './figures.js';
import { markdownTable } from './markdown-table.js';
import type { Progress } from './progress.js';
import type { Section } from './section.js';
import { injectedPicture, type Delayed } from './injected-picture.js';
import { median } from './statistics.js';

interface Injection {
  readonly name: string;
  readonly track: Track;
  readonly stream: string;
  /** Per cent of the rows, or points of the rate. */
  readonly size: number;
  readonly inject: Inject;
  /** Days, as the reference of this project (evidence.md) has them; null where it has none. */
  readonly toBeat: number | null;
}

const INJECTIONS: readonly Injection[] = [
  ...toLast('distance', [
    [3, 3.3],
    [10, 3.3],
    [30, 3.3],
  ]),
  ...toLast('origin', [
    [10, 8],
    [30, 5],
  ]),
  ...[5, 10, 20].map((size): Injection => ({
    name: `late, +${size} points`,
    track: 'performance',
    stream: 'late',
    size,
    inject: latePoints(size / 100),
    toBeat: { 5: null, 10: 14, 20: 7 }[size] ?? null,
  })),
  ...[10, 30, 100].map((size): Injection => ({
    name: `distance, every bin, ${size}% one bin on`,
    track: 'data',
    stream: 'distance',
    size,
    inject: moveToNext('distance', size / 100),
    toBeat: null,
  })),
  ...[10, 30, 100].map((size): Injection => ({
    name: `score, every bin, ${size}% one bin on`,
    track: 'data',
    stream: 'score',
    size,
    inject: moveToNext('score', size / 100),
    toBeat: null,
  })),
];

function toLast(stream: string, sizes: readonly (readonly [size: number, toBeat: number])[]): Injection[] {
  return sizes.map(([size, toBeat]) => ({
    name: `${stream}, ${size}% of the first three bins to the last`,
    track: 'data',
    stream,
    size,
    inject: moveToLast(stream, size / 100),
    toBeat,
  }));
}

/** One calibration of a reference, and what was done so that it keeps its budget. */
interface Calibrated {
  readonly calibration: Calibration;
  readonly how: string;
}

interface Measured extends Delayed {
  /** With days ranked as they are, whether or not that keeps the budget. */
  readonly plain: readonly Found[];
  /** JS in bits; null where the change is no distribution's. */
  readonly effect: number | null;
  readonly toBeat: number | null;
}

/** @param references changes are put into the live days of the first */
export function injected(
  flights: Flights,
  references: readonly ReferenceSpan[],
  progress: Progress,
): Section {
  const encoded = encode(flights);
  const clean: {
    readonly reference: string;
    readonly evidence: number;
    readonly told: readonly Told[];
  }[] = [];
  let delays: Measured[] = [];
  for (const span of references) {
    progress(`flights: the clean live days after ${span.name}`);
    const tracks = panesOf(flights, scoreCrossFitted(flights, encoded, span.from, span.to));
    for (const track of ['data', 'performance'] as const) {
      for (const { calibration, how } of calibrationsOf(tracks[track], span)) {
        const moments = [...watch(tracks, track, span, calibration)];
        clean.push({
          reference: `${span.name}, ${track}: ${how}`,
          evidence: moments.filter(({ evidence }) => evidence).length,
          told: moments.flatMap(({ told }) => told),
        });
      }
    }
    if (span === references[0]) delays = delaysOf(tracks, span, progress);
  }
  return {
    tables: {
      injected: markdownTable(
        [
          'change',
          'effect: JS, bits',
          'days as they are',
          'within budget',
          'told, days',
          'told at',
          'to beat',
        ],
        delays.map(({ name, effect, plain, found, toBeat }) => [
          name,
          effect === null ? '–' : effect.toFixed(3),
          figure(median(plain.map(({ evidence }) => evidence))),
          figure(median(found.map(({ evidence }) => evidence))),
          effect !== null && effect < JS_FLOOR
            ? 'below the floor'
            : figure(median(found.map(({ told }) => told))),
          `${found.filter(({ told }) => told < Infinity).length} of ${found.length}`,
          toBeat === null ? '–' : figure(toBeat),
        ]),
      ),
      'clean-flights': markdownTable(
        ['reference, track: step', 'evidence alone', 'alarms with an effect', 'shown, harmless'],
        clean.map(({ reference, evidence, told }) => [
          reference,
          String(evidence),
          linesOf(told.filter(({ alarms }) => alarms)),
          linesOf(told.filter(({ alarms }) => !alarms)),
        ]),
      ),
    },
    pictures: { 'delay-by-size.svg': injectedPicture(delays) },
    result: { delays, clean },
  };
}

function delaysOf(tracks: Tracks, span: Watch, progress: Progress): Measured[] {
  const calibrations = {
    data: calibrationsOf(tracks.data, span),
    performance: calibrationsOf(tracks.performance, span),
  };
  return INJECTIONS.map((injection) => {
    progress(`flights: ${injection.name}`);
    const { name, track, stream, inject, size, toBeat } = injection;
    const [within, plain = within] = calibrations[track];
    const found = findInjected(tracks, injection, span, within.calibration);
    const effect = track === 'data' ? effectOfInjection(tracks, stream, inject, span) : null;
    const foundPlain = plain === within ? found : findInjected(tracks, injection, span, plain.calibration);
    return { name, stream, size, toBeat, effect, found, plain: foundPlain };
  });
}

/** Within the budget; and, where that is another, with days ranked as they are. */
function calibrationsOf(panes: readonly EvidencePane[], span: Watch): [Calibrated, ...Calibrated[]] {
  const { calibration, step } = calibrateWithinBudget(inReference(panes, span));
  if (step === 'units') return [{ calibration, how: 'days as they are' }];
  const { caution } = calibration.options;
  const how = {
    innovations: 'innovations',
    caution: `innovations, ${caution} times the budget`,
    'not-ready': 'not ready',
    untested: 'untested',
  }[step];
  return [
    { calibration, how },
    { calibration: calibrationOf(panes, span), how: 'days as they are, the budget is not kept' },
  ];
}

function linesOf(told: readonly Told[]): string {
  if (told.length === 0) return 'none';
  const byDay = new Map<string, string[]>();
  for (const { at, stream } of told) {
    const day = new Date(at).toISOString().slice(0, 10);
    byDay.set(day, [...(byDay.get(day) ?? []), stream]);
  }
  return [...byDay].map(([day, streams]) => `${day}: ${streams.join(', ')}`).join('; ');
}
