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
import type { EvidencePane } from '../../detectors/pane.js';
import { randomIndex, seededRandom } from '../../detectors/random.js';
import { BREAKS } from './breaks.js';
import { DAY, MINUTES_5, MONDAY, PANES_A_DAY, panesOfDay, type Setting, VITAL } from './season.js';

export const REFERENCE_DAYS = 42;
export const WATCHED_PANES = 12;

export interface SeedTask extends Setting {
  readonly cleanDays: number;
}

export interface Found {
  /** Panes from the break's first to the alarm's, 1 = told in the first; null: not among those watched. */
  readonly delay: number | null;
  /** Stream that led the alarm. */
  readonly leader: string | null;
  /** The onset that the leader gave is the break's first pane. */
  readonly datedRightly: boolean;
}

export interface SeedResult {
  readonly seed: number;
  readonly streams: number;
  /** Break by break. */
  readonly found: Readonly<Record<string, Found>>;
  /** Alarms of each clean day. */
  readonly falseAlarms: readonly number[];
  /** Streams that led them. */
  readonly falseLeaders: readonly string[];
  readonly calibrationSeconds: number;
  readonly jsonBytes: number;
}

export function runSeed(task: SeedTask): SeedResult {
  const reference: EvidencePane[] = [];
  for (let day = 0; day < REFERENCE_DAYS; day++) reference.push(...panesOfDay(task, day));
  const begin = process.cpuUsage();
  const calibration = calibrateFast(reference, { directions: { volume: 'both' }, vital: VITAL });
  const used = process.cpuUsage(begin);
  const state = createFast(calibration);
  const falseAlarms: number[] = [];
  const falseLeaders: string[] = [];
  for (let day = REFERENCE_DAYS; day < REFERENCE_DAYS + task.cleanDays; day++) {
    const panes = panesOfDay(task, day);
    let alarms = 0;
    for (let told = watch(calibration, state, panes, 0); told; told = watch(calibration, state, panes, told.next)) {
      alarms++;
      falseLeaders.push(told.leader);
      afterFastAlarm(calibration, state);
    }
    falseAlarms.push(alarms);
  }
  return {
    seed: task.seed,
    streams: calibration.streams.length,
    found: foundBreaks(task, calibration, state),
    falseAlarms,
    falseLeaders,
    calibrationSeconds: (used.user + used.system) / 1e6,
    jsonBytes: JSON.stringify(calibration).length,
  };
}

function foundBreaks(task: SeedTask, calibration: FastCalibration, state: FastState): Record<string, Found> {
  const random = seededRandom(task.seed);
  return Object.fromEntries(
    Object.entries(BREAKS).map(([name, { broken }], index) => {
      const day = REFERENCE_DAYS + task.cleanDays + index;
      const from = randomIndex(random, PANES_A_DAY - WATCHED_PANES);
      const begin = MONDAY + day * DAY + from * MINUTES_5;
      const panes = panesOfDay(task, day, { broken, from, panes: WATCHED_PANES });
      const copy = structuredClone(state);
      let told = watch(calibration, copy, panes, 0);
      // An alarm of that day before the break is a false one: it is counted on the clean days, and the watch goes on.
      while (told && told.start < begin) {
        afterFastAlarm(calibration, copy);
        told = watch(calibration, copy, panes, told.next);
      }
      const found: Found = {
        delay: told ? (told.start - begin) / MINUTES_5 + 1 : null,
        leader: told?.leader ?? null,
        datedRightly: told?.onset === begin,
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
    return { start: pane.start, leader: leading?.stream ?? '', onset: leading?.onset ?? null, next: index + 1 };
  }
  return null;
}
