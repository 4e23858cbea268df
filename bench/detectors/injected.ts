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
import {
  calibrationOf,
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

interface Measured extends Delayed {
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
    readonly track: Track;
    readonly evidence: number;
    readonly told: readonly Told[];
  }[] = [];
  let delays: Measured[] = [];
  for (const span of references) {
    progress(`flights: the clean live days after ${span.name}`);
    const tracks = panesOf(flights, scoreCrossFitted(flights, encoded, span.from, span.to));
    for (const track of ['data', 'performance'] as const) {
      const moments = [...watch(tracks, track, span)];
      clean.push({
        reference: span.name,
        track,
        evidence: moments.filter(({ evidence }) => evidence).length,
        told: moments.flatMap(({ told }) => told),
      });
    }
    if (span === references[0]) delays = delaysOf(tracks, span, progress);
  }
  return {
    tables: {
      injected: markdownTable(
        ['change', 'effect: JS, bits', 'evidence, days', 'told, days', 'told at', 'to beat'],
        delays.map(({ name, effect, found, toBeat }) => [
          name,
          effect === null ? '–' : effect.toFixed(3),
          figure(median(found.map(({ evidence }) => evidence))),
          effect !== null && effect < JS_FLOOR
            ? 'below the floor'
            : figure(median(found.map(({ told }) => told))),
          `${found.filter(({ told }) => told < Infinity).length} of ${found.length}`,
          toBeat === null ? '–' : figure(toBeat),
        ]),
      ),
      'clean-flights': markdownTable(
        ['reference, track', 'evidence alone', 'alarms with an effect', 'shown, harmless'],
        clean.map(({ reference, track, evidence, told }) => [
          `${reference}, ${track}`,
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
    data: calibrationOf(tracks.data, span),
    performance: calibrationOf(tracks.performance, span),
  };
  return INJECTIONS.map((injection) => {
    progress(`flights: ${injection.name}`);
    const { name, track, stream, inject, size, toBeat } = injection;
    const found: Found[] = findInjected(tracks, injection, span, calibrations[track]);
    const effect = track === 'data' ? effectOfInjection(tracks, stream, inject, span) : null;
    return { name, stream, size, toBeat, effect, found };
  });
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
