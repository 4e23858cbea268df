/** One made-up model: its reference, days without any change, and every break on a day of its own. */
import {
  afterFastAlarm,
  calibrateFast,
  createFast,
  type FastCalibration,
  type FastState,
  fastVerdict,
  observeFast,
} from '../../detectors/fast/index.js';
import { fastWeights } from '../../detectors/fast/fast-weights.js';
import type { EvidencePane } from '../../detectors/pane.js';
import { randomIndex, seededRandom } from '../../detectors/random.js';
import { BREAKS } from './breaks.js';
import { DAY, MINUTES_5, MONDAY, PANES_A_DAY, panesOfDay, type Setting, VITAL } from './season.js';

export const REFERENCE_DAYS = 42;
export const WATCHED_PANES = 12;

export interface SeedTask extends Setting {
  readonly cleanDays: number;
  /** Numbers of features at which the breaks are looked for; at least those that are simulated. */
  readonly featureCounts: readonly number[];
}

export interface Found {
  /** Panes from the break's first to the alarm's, 1 = told in the first; null: not among those watched. */
  readonly delay: number | null;
  /** Stream that led the alarm. */
  readonly leader: string | null;
  /** The onset that the leader gave is the break's first pane. */
  readonly isDatedRightly: boolean;
}

export interface SeedResult {
  readonly seed: number;
  readonly streams: number;
  /** By number of features, break by break. */
  readonly found: Readonly<Record<number, Readonly<Record<string, Found>>>>;
  /** Clean days with an alarm, each with the stream that led it. */
  readonly falseAlarms: readonly { readonly day: number; readonly leader: string }[];
  readonly calibrationSeconds: number;
  /** Of the calibration as JSON, the largest stream and all together. */
  readonly largestBytes: number;
  readonly bytes: number;
}

export function runSeed(task: SeedTask): SeedResult {
  const reference: EvidencePane[] = [];
  for (let day = 0; day < REFERENCE_DAYS; day++) reference.push(...panesOfDay(task, day));
  const begin = process.cpuUsage();
  const calibration = calibrateFast(reference, { directions: { volume: 'both' }, vital: VITAL });
  const used = process.cpuUsage(begin);
  const falseAlarms = watchCleanDays(task, calibration);
  const sizes = calibration.streams.map((stream) => JSON.stringify(stream).length);
  return {
    seed: task.seed,
    streams: calibration.streams.length,
    found: Object.fromEntries(
      task.featureCounts.map((features) => [
        features,
        foundBreaks(task, padded(calibration, task, features)),
      ]),
    ),
    falseAlarms,
    calibrationSeconds: (used.user + used.system) / 1e6,
    largestBytes: Math.max(...sizes),
    bytes: JSON.stringify(calibration).length,
  };
}

function watchCleanDays(task: SeedTask, calibration: FastCalibration): SeedResult['falseAlarms'] {
  const state = createFast(calibration);
  const alarms: { day: number; leader: string }[] = [];
  for (let day = REFERENCE_DAYS; day < REFERENCE_DAYS + task.cleanDays; day++) {
    const panes = panesOfDay(task, day);
    for (let told = watch(calibration, state, panes, 0); told;) {
      alarms.push({ day, leader: told.leader });
      afterFastAlarm(calibration, state);
      told = watch(calibration, state, panes, told.next);
    }
  }
  return alarms;
}

/**
 * The same model with more features that stay quiet: what they change for a break elsewhere is its stream's weight, so
 * copies of the streams that are there do, without simulating their panes.
 */
function padded(
  calibration: FastCalibration,
  { features: simulated }: Setting,
  features: number,
): FastCalibration {
  const ofFeatures = calibration.streams.filter(
    ({ stream }) => !VITAL.includes(stream) && stream !== 'prediction',
  );
  const copies = Array.from(
    { length: ((features - simulated) * ofFeatures.length) / simulated },
    (_, index) => {
      const copied = ofFeatures[index % ofFeatures.length];
      return copied ? [{ ...copied, stream: `${copied.stream}~${index}` }] : [];
    },
  ).flat();
  const streams = [...calibration.streams, ...copies].sort((a, b) => (a.stream < b.stream ? -1 : 1));
  const weights = fastWeights(
    streams.map(({ stream }) => stream),
    VITAL,
  );
  return { ...calibration, streams, weights };
}

function foundBreaks(task: SeedTask, calibration: FastCalibration): Record<string, Found> {
  const random = seededRandom(task.seed);
  return Object.fromEntries(
    Object.entries(BREAKS).map(([name, { broken }], index) => {
      const day = REFERENCE_DAYS + task.cleanDays + index;
      const from = randomIndex(random, PANES_A_DAY - WATCHED_PANES);
      const begin = MONDAY + day * DAY + from * MINUTES_5;
      const panes = panesOfDay(task, day, { broken, from, panes: WATCHED_PANES });
      const state = createFast(calibration);
      let told = watch(calibration, state, panes, 0);
      // An alarm before the break is a false one, as the clean days count them: the watch goes on.
      while (told && told.start < begin) {
        afterFastAlarm(calibration, state);
        told = watch(calibration, state, panes, told.next);
      }
      const found: Found = {
        delay: told ? (told.start - begin) / MINUTES_5 + 1 : null,
        leader: told?.leader ?? null,
        isDatedRightly: told?.onset === begin,
      };
      return [name, found];
    }),
  );
}

interface Told {
  readonly start: number;
  readonly leader: string;
  readonly onset: number | null;
  /** Index of the first pane after the alarm's moment. */
  readonly next: number;
}

/** Feeds panes from `first` on, moment by moment, until one alarms. */
function watch(
  calibration: FastCalibration,
  state: FastState,
  panes: readonly EvidencePane[],
  first: number,
): Told | null {
  for (let index = first; index < panes.length; index++) {
    const pane = panes[index];
    if (!pane) continue;
    observeFast(calibration, state, pane);
    if (panes[index + 1]?.start === pane.start) continue;
    const { alarm, streams } = fastVerdict(calibration, state);
    if (!alarm) continue;
    const [leading] = streams;
    return {
      start: pane.start,
      leader: leading?.stream ?? '',
      onset: leading?.onset ?? null,
      next: index + 1,
    };
  }
  return null;
}
