/** Closed panes of three million flights, as the stages make them of the records of an application. */
import type { Outcome, Prediction } from '../../src/events/event.js';
import { engineSettings } from '../../src/backtest/backtest.js';
import { Engine } from '../../src/backtest/engine.js';
import { firingAlerts } from '../verdicts/firing-alerts.js';
import { demoSettings, loadConfig } from '../../src/config/load-config.js';
import type { Config } from '../../src/config/schema.js';
import type { AlertRecord } from '../../src/records/feed.js';
import type { PaneRecord } from '../../src/records/pane.js';
import { FIRST_WEEK, WEEKS } from '../detectors/clean-flights.js';
import { encode, fitLogistic, predict } from '../flights/lateness-model.js';
import { WEEK } from './weeks.js';
import type { Flights } from '../flights/rows.js';

export const MODEL = 'flight-delay';
/** The demo's, but that nothing is trained, and that the first week counts: it is a week like any other here. */
export const CONFIG: Config = loadConfig(
  'retraining: { enabled: false, warmUp: 0d }',
  'the settings of this bench',
  demoSettings,
);

export interface FlightPanes {
  readonly panes: readonly PaneRecord[];
  /** What was told of the half year as it came. */
  readonly alerts: readonly AlertRecord[];
}

/** @param onProgress share of the flights that are through */
export function panesOfFlights(flights: Flights, onProgress: (done: number) => void): FlightPanes {
  const panes: PaneRecord[] = [];
  const { alerts, hooks } = firingAlerts(() => undefined);
  const engine = new Engine(engineSettings(CONFIG), {
    onRecord: (record) => {
      hooks.onRecord(record);
      if (record.topic === 'panes') panes.push(JSON.parse(String(record.value)) as PaneRecord);
    },
    answer: hooks.answer,
  });
  let done = 0;
  for (const event of events(flights)) {
    engine.add(event);
    if (++done % 20_000 === 0) onProgress(done / (2 * flights.count));
  }
  engine.end();
  return { panes, alerts };
}

/** Predictions at departure and outcomes at landing, in the order of time. */
function* events(flights: Flights): Generator<Prediction | Outcome> {
  const end = FIRST_WEEK + WEEKS * WEEK;
  const encoded = encode(flights);
  const rows = Array.from({ length: flights.count }, (_, row) => row);
  // Fitted to all weeks alike: a few hundred weights to three million flights, so that no week is nearer to the fit than another.
  const weights = fitLogistic(encoded, flights.late, rows);
  const at = (values: ArrayLike<number>, row: number): number => values[row] ?? Number.NaN;
  const inside = rows.filter(
    (row) => at(flights.departure, row) >= FIRST_WEEK && at(flights.departure, row) < end,
  );
  const landings = inside.toSorted((a, b) => at(flights.landing, a) - at(flights.landing, b) || a - b);
  let landed = 0;
  function* outcomesBefore(time: number): Generator<Outcome> {
    for (; landed < landings.length && at(flights.landing, landings[landed] ?? 0) < time; landed++) {
      const row = landings[landed] ?? 0;
      yield {
        kind: 'outcome',
        id: String(row),
        model: MODEL,
        time: at(flights.landing, row),
        outcome: at(flights.late, row),
      };
    }
  }
  for (const row of inside) {
    const time = at(flights.departure, row);
    yield* outcomesBefore(time);
    const score = predict(weights, encoded.active, row);
    const known = (share: number): number | null => (Number.isNaN(share) ? null : share);
    yield {
      kind: 'prediction',
      id: String(row),
      model: MODEL,
      version: '1',
      time,
      features: {
        hour: Math.floor(time / 3_600_000) % 24,
        distance: at(flights.distance, row),
        origin: flights.airports[at(flights.origin, row)] ?? '',
        destination: flights.airports[at(flights.destination, row)] ?? '',
        late_share_origin: known(at(flights.lateAtOrigin, row)),
        late_share_destination: known(at(flights.lateAtDestination, row)),
        late_share_everywhere: known(at(flights.lateEverywhere, row)),
      },
      answer: { task: 'binary', label: score >= 0.5 ? 1 : 0, score },
    };
  }
  yield* outcomesBefore(Infinity);
}
