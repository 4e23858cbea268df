/** Evidence, latch, effect and harm on panes of flights, as the evaluator applies them to a live model. */
import {
  afterAlarm,
  type Calibration,
  calibrate,
  createEvidence,
  type EvidencePane,
  observe,
  type StreamKind,
  verdict,
} from '../../detectors/evidence.js';
import { effectWindow, LATCH_UNITS } from '../../detectors/effect-window.js';
import { type Harm, realisedHarm } from '../../detectors/harm.js';
import { latchAlarm, type Latched, stillLatched } from '../../detectors/latch.js';
import { jensenShannonCorrected } from '../../src/distances/jensen-shannon.js';
import { DAY } from './panes.js';

/** Bits, points of a rate, share of a loss: what an alert's effect must reach. */
export const JS_FLOOR = 0.05;
const POINTS_FLOOR = 0.03;
const LOSS_FLOOR = 0.1;

export type Track = 'data' | 'performance';
export type Tracks = Readonly<Record<Track, readonly EvidencePane[]>>;

export interface Watch {
  /** Epoch milliseconds: the reference, and where watching begins. */
  readonly from: number;
  readonly to: number;
  readonly live: number;
}

/** A stream whose evidence has met its effect. */
export interface Told {
  readonly at: number;
  readonly stream: string;
  readonly kind: StreamKind;
  /** Begin of the window over which the effect was asked. */
  readonly since: number;
  /** Corrected Jensen-Shannon of a distribution, in bits; else how much worse than the reference. */
  readonly effect: number;
  /** Of a distribution: of the log loss; null where nothing is known. */
  readonly harm: Harm | null;
  /** Share of the evidence when it fired. */
  readonly share: number;
  /** False: a drift that the outcomes show to be harmless. */
  readonly alarms: boolean;
}

/** What one moment brought: evidence that reached its budget, streams that are told. */
export interface Moment {
  readonly at: number;
  readonly evidence: boolean;
  readonly told: readonly Told[];
}

export function inReference(panes: readonly EvidencePane[], { from, to }: Watch): EvidencePane[] {
  return panes.filter((pane) => pane.start >= from && pane.start + pane.scale <= to);
}

export function calibrationOf(panes: readonly EvidencePane[], span: Watch): Calibration {
  return calibrate(inReference(panes, span));
}

/** One step for each moment that brought something; effects are asked at midnight. */
export function* watch(
  tracks: Tracks,
  track: Track,
  setting: Watch,
  calibration = calibrationOf(tracks[track], setting),
): Generator<Moment, void, undefined> {
  const state = createEvidence(calibration);
  let latched: Latched[] = [];
  const told = new Set<string>();
  for (const [at, closed] of moments(tracks[track], setting.live)) {
    for (const pane of closed) observe(calibration, state, pane);
    const now = verdict(calibration, state);
    if (now.alarm) {
      latched = latchAlarm(latched, now, at, LATCH_UNITS * DAY);
      afterAlarm(calibration, state);
    }
    latched = stillLatched(latched, at);
    for (const stream of told) if (!latched.some((one) => one.stream === stream)) told.delete(stream);
    const fresh: Told[] = [];
    for (const one of at % DAY === 0 ? latched : []) {
      if (told.has(one.stream)) continue;
      const found = effectOf(tracks, calibration, setting, one, at);
      if (found === null) continue;
      told.add(one.stream);
      fresh.push(found);
    }
    if (now.alarm || fresh.length > 0) yield { at, evidence: now.alarm, told: fresh };
  }
}

/** @returns null while the effect is below its floor */
function effectOf(
  { data, performance }: Tracks,
  calibration: Calibration,
  { from, to }: Watch,
  { stream, kind, onset, share }: Latched,
  at: number,
): Told | null {
  const window = effectWindow(onset, at);
  const harmOf = (loss: string): Harm | null =>
    realisedHarm(
      calibration.options,
      valuesOf(days(performance, loss, from, to)),
      valuesOf(days(performance, loss, window.from, window.to)),
    );
  const common = { at, stream, kind, since: window.from, share };
  if (kind === 'distribution') {
    const effect = jensenShannonCorrected(
      totalOf(days(data, stream, window.from, window.to)),
      totalOf(days(data, stream, from, to)),
    );
    if (effect < JS_FLOOR) return null;
    const harm = harmOf('log-loss');
    return { ...common, effect, harm, alarms: harm?.hurts ?? true };
  }
  const harm = harmOf(stream);
  const floor = kind === 'rate' ? POINTS_FLOOR : LOSS_FLOOR * (harm?.expected ?? 0);
  if (!harm || harm.worse < floor) return null;
  return { ...common, effect: harm.worse, harm, alarms: true };
}

/** Daily panes of one stream inside a span. */
export function days(
  panes: readonly EvidencePane[],
  stream: string,
  from: number,
  to: number,
): EvidencePane[] {
  return panes.filter(
    (pane) => pane.stream === stream && pane.scale === DAY && pane.start >= from && pane.start + DAY <= to,
  );
}

/** Counts by bin over all of the panes. */
export function totalOf(panes: readonly EvidencePane[]): number[] {
  const sum: number[] = [];
  for (const pane of panes) {
    if (pane.kind !== 'distribution') continue;
    pane.counts.forEach((count, bin) => {
      sum[bin] = (sum[bin] ?? 0) + count;
    });
  }
  return sum;
}

function valuesOf(panes: readonly EvidencePane[]) {
  return panes.filter((pane) => pane.kind !== 'distribution');
}

function moments(panes: readonly EvidencePane[], live: number): [number, EvidencePane[]][] {
  const byEnd = new Map<number, EvidencePane[]>();
  for (const pane of panes) {
    if (pane.start < live) continue;
    const end = pane.start + pane.scale;
    const closed = byEnd.get(end);
    if (closed) closed.push(pane);
    else byEnd.set(end, [pane]);
  }
  return [...byEnd].sort(([a], [b]) => a - b);
}
