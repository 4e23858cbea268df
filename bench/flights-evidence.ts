/**
 * Does the evidence do the right thing on three million real flights? Prints, for the reference of the demo (42 days
 * from Jan 8) and for two later ones: every alarm with its effect and what became of it, the self-test on whole weeks
 * of the reference, and the delays after injected changes. About a minute.
 */
import {
  afterAlarm,
  calibrate,
  createEvidence,
  type EvidencePane,
  observe,
  verdict,
} from '../detectors/evidence.js';
import { effectWindow } from '../detectors/effect-window.js';
import { realisedHarm } from '../detectors/harm.js';
import { latchAlarm, type Latched, stillLatched } from '../detectors/latch.js';
import { selfTest } from '../detectors/self-test.js';
import { jensenShannonCorrected } from '../src/distances/jensen-shannon.js';
import { delayAfter, latePoints, moveToLast } from './flights/injections.js';
import { encode } from './flights/lateness-model.js';
import { DAY, panesOf, scoreCrossFitted } from './flights/panes.js';
import { readFlights } from './flights/rows.js';

const REFERENCES = [
  { name: 'Jan 8 - Feb 18', from: Date.UTC(2001, 0, 8), live: Date.UTC(2001, 1, 20) },
  { name: 'Jan 18 - Feb 28', from: Date.UTC(2001, 2, 1) - 42 * DAY, live: Date.UTC(2001, 2, 1) },
  { name: 'Mar 4 - Apr 14', from: Date.UTC(2001, 3, 15) - 42 * DAY, live: Date.UTC(2001, 3, 15) },
];
const JS_FLOOR = 0.05;
const POINTS_FLOOR = 0.03;
const LOSS_FLOOR = 0.1;

interface Tracks {
  readonly data: readonly EvidencePane[];
  readonly performance: readonly EvidencePane[];
}

const flights = await readFlights();
const encoded = encode(flights);
for (const { name, from, live } of REFERENCES) {
  const to = from + 42 * DAY;
  const tracks = panesOf(flights, scoreCrossFitted(flights, encoded, from, to));
  console.log(`\nReference ${name}, live from ${day(live)}`);
  for (const track of ['data', 'performance'] as const) {
    const reference = tracks[track].filter((pane) => pane.start >= from && pane.start + pane.scale <= to);
    const test = selfTest(reference, {}, 50);
    const per90 = (value: number): string => ((value * 90) / 200).toFixed(2);
    console.log(
      `  ${track}: self-test ${per90(test.falseAlarms)} false alarms per 90 days (95% ${test.interval.map(per90).join(' to ')});` +
        ` weeks that alarm: ${test.alarmedWeeks.map(day).join(', ') || 'none'} (p ${test.p.toFixed(2)})`,
    );
    for (const line of watch(tracks, track, { from, to, live })) console.log(`    ${line}`);
  }
}

const from = REFERENCES[0]?.from ?? 0;
const tracks = panesOf(flights, scoreCrossFitted(flights, encoded, from, from + 42 * DAY));
const delays = (
  track: 'data' | 'performance',
  injections: readonly ((pane: EvidencePane) => EvidencePane)[],
): string => injections.map((inject) => delayAfter(tracks[track], from, inject)).join(' / ');
console.log('\nDelay of the evidence in days, median of five injections, reference Jan 8 - Feb 18');
console.log(
  `  distance 3/10/30%: ${delays(
    'data',
    [0.03, 0.1, 0.3].map((share) => moveToLast('distance', share)),
  )}`,
);
console.log(
  `  origin 10/30%: ${delays(
    'data',
    [0.1, 0.3].map((share) => moveToLast('origin', share)),
  )}`,
);
console.log(`  late +5/+10/+20 points: ${delays('performance', [0.05, 0.1, 0.2].map(latePoints))}`);

/** Evidence, latch, effect and harm as the evaluator applies them; one line an event. */
function watch(
  { data, performance }: Tracks,
  track: keyof Tracks,
  { from, to, live }: { from: number; to: number; live: number },
): string[] {
  const panes = track === 'data' ? data : performance;
  const calibration = calibrate(panes.filter((pane) => pane.start >= from && pane.start + pane.scale <= to));
  const lines = calibration.refusals.map(({ stream, reason }) => `not watched: ${stream}: ${reason}`);
  const state = createEvidence(calibration);
  let latched: Latched[] = [];
  let evidenceAlarms = 0;
  const told = new Set<string>();
  const days = (of: readonly EvidencePane[], stream: string, a: number, b: number): EvidencePane[] =>
    of.filter(
      (pane) => pane.stream === stream && pane.scale === DAY && pane.start >= a && pane.start + DAY <= b,
    );
  const harmOf = (stream: string, a: number, b: number) =>
    realisedHarm(
      calibration.options,
      values(days(performance, stream, from, to)),
      values(days(performance, stream, a, b)),
    );
  for (const [end, closed] of moments(panes, live)) {
    for (const pane of closed) observe(calibration, state, pane);
    const now = verdict(calibration, state);
    if (now.alarm) {
      evidenceAlarms++;
      latched = latchAlarm(latched, now, end, DAY);
      afterAlarm(calibration, state);
    }
    latched = stillLatched(latched, end);
    for (const stream of told) if (!latched.some((one) => one.stream === stream)) told.delete(stream);
    if (end % DAY !== 0) continue;
    for (const { stream, kind, onset, share } of latched) {
      if (told.has(stream)) continue;
      const window = effectWindow(onset, end);
      if (kind === 'distribution') {
        const distance = jensenShannonCorrected(
          total(days(data, stream, window.from, window.to)),
          total(days(data, stream, from, to)),
        );
        if (distance < JS_FLOOR) continue;
        const harm = harmOf('log-loss', window.from, window.to);
        const verdictOfHarm = !harm
          ? 'ALARM (performance unknown)'
          : harm.hurts
            ? 'ALARM'
            : 'harmless, shown';
        lines.push(
          `${day(end)} ${stream}: ${verdictOfHarm}; JS ${distance.toFixed(3)} since ${day(window.from)},` +
            ` log loss ${harm ? signed(harm.worse) : '?'} (standard error ${harm?.standardError.toFixed(3) ?? '?'})`,
        );
      } else {
        const harm = harmOf(stream, window.from, window.to);
        const floor = kind === 'rate' ? POINTS_FLOOR : LOSS_FLOOR * (harm?.expected ?? 0);
        if (!harm || harm.worse < floor) continue;
        lines.push(
          `${day(end)} ${stream}: ALARM; ${signed(harm.worse)} on ${harm.expected.toFixed(3)} since ${day(window.from)},` +
            ` share of the evidence ${share.toFixed(2)}`,
        );
      }
      told.add(stream);
    }
  }
  lines.push(`evidence alone fired ${evidenceAlarms} times`);
  return lines;
}

function moments(panes: readonly EvidencePane[], live: number): [number, EvidencePane[]][] {
  const byEnd = new Map<number, EvidencePane[]>();
  for (const pane of panes) {
    if (pane.start < live) continue;
    const end = pane.start + pane.scale;
    byEnd.set(end, [...(byEnd.get(end) ?? []), pane]);
  }
  return [...byEnd].sort(([a], [b]) => a - b);
}

function values(panes: readonly EvidencePane[]) {
  return panes.filter((pane) => pane.kind !== 'distribution');
}

function total(panes: readonly EvidencePane[]): number[] {
  const sum: number[] = [];
  for (const pane of panes) {
    if (pane.kind !== 'distribution') continue;
    pane.counts.forEach((count, bin) => {
      sum[bin] = (sum[bin] ?? 0) + count;
    });
  }
  return sum;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(3)}`;
}
