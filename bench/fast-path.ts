/**
 * How soon the fast path tells seven breaks, in panes of five minutes, and how often it cries wolf. Whole weeks of
 * over-dispersed seasons resampled, over seeds: `npm run bench -- fast-path [SEEDS] [PRECISION]` (4 seeds, precision 32;
 * about ten seconds a seed).
 */
import { binomialInterval } from '../detectors/binomial.js';
import {
  afterFastAlarm,
  calibrateFast,
  createFast,
  type FastCalibration,
  fastSelfTest,
  type FastState,
  fastVerdict,
  observeFast,
} from '../detectors/fast/index.js';
import type { EvidencePane } from '../detectors/pane.js';
import { seededRandom } from '../detectors/random.js';
import { BREAKS } from './fast-path/breaks.js';
import { DAY, MINUTES_5, MONDAY, panesOfDay, type Setting } from './fast-path/season.js';

const REFERENCE_DAYS = 42;
const CLEAN_DAYS = 3;
const BROKEN_FROM = 168;
const WATCHED_PANES = 12;
const [seeds = 4, precision = 32] = process.argv.slice(2).map(Number);

/** Feeds panes moment by moment. @returns verdict that alarmed first, with its moment's start */
function watch(calibration: FastCalibration, state: FastState, panes: readonly EvidencePane[]) {
  for (let index = 0; index < panes.length; index++) {
    const pane = panes[index];
    if (!pane) continue;
    observeFast(calibration, state, pane);
    if (panes[index + 1]?.start === pane.start) continue;
    const now = fastVerdict(calibration, state);
    if (now.alarm) return { start: pane.start, leader: now.streams[0]?.stream };
  }
  return null;
}

const delays = new Map<string, { panes: (number | null)[]; named: number }>();
let [early, liveDays] = [0, 0];
const resampled: number[] = [];
let [alarmedWeeks, weeks] = [0, 0];
for (let seed = 1; seed <= seeds; seed++) {
  const setting: Setting = { seed, precision };
  const reference = Array.from({ length: REFERENCE_DAYS }, (_, day) => panesOfDay(setting, day)).flat();
  const vital = ['errors', 'failures', 'latency', 'volume'];
  const options = { directions: { volume: 'both' }, vital } as const;
  const calibration = calibrateFast(reference, options);
  const state = createFast(calibration);
  for (let day = REFERENCE_DAYS; day < REFERENCE_DAYS + CLEAN_DAYS; day++) {
    liveDays++;
    if (!watch(calibration, state, panesOfDay(setting, day))) continue;
    early++;
    afterFastAlarm(calibration, state);
  }
  const day = REFERENCE_DAYS + CLEAN_DAYS;
  for (const [name, { leads, broken }] of Object.entries(BREAKS)) {
    const change = { broken, from: BROKEN_FROM, panes: WATCHED_PANES };
    const found = watch(calibration, structuredClone(state), panesOfDay(setting, day, change));
    const delay = found ? (found.start - MONDAY - day * DAY) / MINUTES_5 - BROKEN_FROM + 1 : null;
    const row = delays.get(name) ?? { panes: [], named: 0 };
    delays.set(name, row);
    row.panes.push(delay);
    if (found?.leader?.startsWith(leads)) row.named++;
  }
  const test = fastSelfTest(reference, options, seededRandom(seed));
  resampled.push((test.falseAlarms * 90) / calibration.options.budget);
  alarmedWeeks += test.alarmedWeeks;
  weeks += test.weeks;
}

console.log(
  `| break (${seeds} seeds, precision ${precision}) | within 1 pane | 3 panes | ${WATCHED_PANES} panes | named rightly |`,
);
console.log('|---|---|---|---|---|');
for (const [name, { panes, named }] of delays) {
  const within = (most: number) =>
    panes.filter((delay) => delay !== null && delay > 0 && delay <= most).length;
  console.log(`| ${name} | ${within(1)} | ${within(3)} | ${within(WATCHED_PANES)} | ${named} |`);
}
const mean = resampled.reduce((sum, value) => sum + value, 0) / seeds;
const squares = resampled.reduce((sum, value) => sum + (value - mean) ** 2, 0);
const halfWidth = 1.96 * Math.sqrt(squares / Math.max(1, seeds - 1) / seeds);
const [low, high] = binomialInterval(alarmedWeeks, weeks).map((share) => (share * 90) / 7);
console.log(
  `\nFalse alarms per 90 days (allowed: .1), whole weeks resampled: ${mean.toFixed(4)} ± ${halfWidth.toFixed(4)} over seeds; ` +
    `${alarmedWeeks} of ${weeks} weeks alarm by themselves (${low?.toFixed(4)} to ${high?.toFixed(4)} per 90 days).`,
);
console.log(`${early} alarms in ${liveDays} live days without any change.`);
