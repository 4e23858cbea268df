/** False alarms of `e-pane` on the daily rate of late flights, week after week. */
import { createDetector } from '../../detectors/index.js';
import { randomIndex, seededRandom } from '../../detectors/random.js';
import { DAY } from '../flights/panes.js';
import { type FlightWeeks, randomSplit, WEEK } from './clean-flights.js';

const REFERENCE_WEEKS = 6;
const BUDGET = 100;

/** @returns false alarms per budget period, one figure a split: six random weeks are learned from, the others drawn */
export function alarmsOfLate(
  weeks: FlightWeeks,
  pool: readonly number[],
  splits: number,
  periods: number,
  seed: number,
): number[] {
  const random = seededRandom(seed);
  const daily = weeks.performance.map((week) =>
    week
      .flatMap((pane) => (pane.kind === 'rate' && pane.stream === 'late' && pane.scale === DAY ? [pane] : []))
      .sort((a, b) => a.start - b.start),
  );
  return Array.from({ length: splits }, () => {
    const { reference, live } = randomSplit(random, pool, REFERENCE_WEEKS);
    const detector = createDetector('e-pane', { reference: (REFERENCE_WEEKS * WEEK) / DAY, budget: BUDGET });
    for (const week of reference) for (const pane of daily[week] ?? []) detector.updatePane(pane);
    let alarms = 0;
    for (let seen = 0; seen < periods * BUDGET;) {
      for (const { n, errors } of daily[live[randomIndex(random, live.length)] ?? 0] ?? []) {
        seen++;
        if (detector.updatePane({ n, errors }).drift) alarms++;
      }
    }
    return alarms / periods;
  });
}
