/**
 * Does the evidence do the right thing on three million real flights? Prints, for the reference of the demo (42 days
 * from Jan 8) and for two later ones: every alarm with its effect and what became of it, and the self-test on whole weeks
 * of the reference. Half a minute; delays after injected changes are in `npm run bench -- detectors --only flights`.
 */
import { selfTest } from '../detectors/self-test.js';
import { encode } from './flights/lateness-model.js';
import { panesOf, scoreCrossFitted } from './flights/panes.js';
import { REFERENCES } from './flights/references.js';
import { readFlights } from './flights/rows.js';
import { calibrationOf, type Told, watch } from './flights/watch.js';

const flights = await readFlights();
const encoded = encode(flights);
for (const { name, ...span } of REFERENCES) {
  const { from, to, live } = span;
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
    const calibration = calibrationOf(tracks[track], span);
    for (const { stream, reason } of calibration.refusals)
      console.log(`    not watched: ${stream}: ${reason}`);
    let evidence = 0;
    for (const moment of watch(tracks, track, span, calibration)) {
      if (moment.evidence) evidence++;
      for (const told of moment.told) console.log(`    ${lineOf(told)}`);
    }
    console.log(`    evidence alone fired ${evidence} times`);
  }
}

function lineOf({ at, stream, kind, since, effect, harm, share, alarms }: Told): string {
  const expected = harm?.expected.toFixed(3) ?? '?';
  if (kind !== 'distribution') {
    return `${day(at)} ${stream}: ALARM; ${signed(effect)} on ${expected} since ${day(since)}, share of the evidence ${share.toFixed(2)}`;
  }
  const verdict = !harm ? 'ALARM (performance unknown)' : alarms ? 'ALARM' : 'harmless, shown';
  const loss = harm ? `${signed(harm.worse)} (standard error ${harm.standardError.toFixed(3)})` : '?';
  return `${day(at)} ${stream}: ${verdict}; JS ${effect.toFixed(3)} since ${day(since)}, log loss ${loss}`;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(3)}`;
}
