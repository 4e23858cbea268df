/** Three million real flights as columns, in the order of departure, with the late shares that were known then. */
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

export interface Flights {
  readonly count: number;
  /** Epoch milliseconds, UTC. */
  readonly departure: Float64Array;
  readonly landing: Float64Array;
  readonly late: Uint8Array;
  readonly distance: Float64Array;
  /** Index into `airports`, the busiest origins first. */
  readonly origin: Int16Array;
  readonly destination: Int16Array;
  readonly airports: readonly string[];
  /** Late shares of flights that had landed: at the origin, at the destination (3 h), everywhere (2 h); NaN = none. */
  readonly lateAtOrigin: Float64Array;
  readonly lateAtDestination: Float64Array;
  readonly lateEverywhere: Float64Array;
}

const HOUR = 3_600_000;

export async function readFlights(): Promise<Flights> {
  const file = fileURLToPath(new URL('../data/flights-3m.parquet', import.meta.resolve('vega-datasets')));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `create table flights as select epoch_ms(date)::double as departure, delay > 15 as late,
       distance::double as distance, origin, destination from read_parquet('${file.replaceAll("'", "''")}')`,
  );
  const airports = (
    await connection.runAndReadAll(
      `select airport from (select origin airport, count(*) n from flights group by 1
         union all select destination, 0 from flights) group by airport order by sum(n) desc, airport`,
    )
  )
    .getRows()
    .map(([airport]) => String(airport));
  const index = new Map(airports.map((airport, i) => [airport, i]));
  const result = await connection.stream(
    'select departure, late, distance, origin, destination from flights order by departure, origin, destination, distance, late',
  );
  const count = 3_000_000;
  const flights = {
    count,
    departure: new Float64Array(count),
    landing: new Float64Array(count),
    late: new Uint8Array(count),
    distance: new Float64Array(count),
    origin: new Int16Array(count),
    destination: new Int16Array(count),
    airports,
  };
  let row = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    const [departures, lates, distances, origins, destinations] = chunk.getColumns();
    for (let i = 0; i < chunk.rowCount; i++, row++) {
      const departure = Number(departures?.[i]);
      const distance = Number(distances?.[i]);
      flights.departure[row] = departure;
      flights.landing[row] = departure + 30 * 60_000 + (distance / 8) * 60_000;
      flights.late[row] = lates?.[i] === true ? 1 : 0;
      flights.distance[row] = distance;
      flights.origin[row] = index.get(String(origins?.[i])) ?? -1;
      flights.destination[row] = index.get(String(destinations?.[i])) ?? -1;
    }
  }
  connection.closeSync();
  return { ...flights, ...liveShares(flights) };
}

type Rows = Pick<Flights, 'count' | 'departure' | 'landing' | 'late' | 'origin' | 'destination' | 'airports'>;

/** Walks departures and landings in the order of time; a window's flights enter when they land and leave by age. */
function liveShares({ count, departure, landing, late, origin, destination, airports }: Rows) {
  const byLanding = Float64Array.from(landing).map((_, row) => row);
  byLanding.sort((a, b) => (landing[a] ?? 0) - (landing[b] ?? 0) || a - b);
  const shares = () => new Float64Array(count).fill(Number.NaN);
  const [lateAtOrigin, lateAtDestination, lateEverywhere] = [shares(), shares(), shares()];
  const size = airports.length;
  const at = {
    origin: [new Int32Array(size), new Int32Array(size)],
    destination: [new Int32Array(size), new Int32Array(size)],
  };
  const all = [0, 0];
  let [entered, left, leftAll] = [0, 0, 0];
  const move = (row: number, sign: number): void => {
    for (const [counts, airport] of [
      [at.origin, origin[row] ?? 0],
      [at.destination, destination[row] ?? 0],
    ] as const) {
      const [lates, sizes] = counts;
      if (lates && sizes) {
        lates[airport] = (lates[airport] ?? 0) + sign * (late[row] ?? 0);
        sizes[airport] = (sizes[airport] ?? 0) + sign;
      }
    }
  };
  for (let row = 0; row < count; row++) {
    const now = departure[row] ?? 0;
    for (; entered < count && (landing[byLanding[entered] ?? 0] ?? 0) <= now; entered++) {
      const landed = byLanding[entered] ?? 0;
      move(landed, 1);
      all[0] = (all[0] ?? 0) + (late[landed] ?? 0);
      all[1] = (all[1] ?? 0) + 1;
    }
    for (; left < entered && (landing[byLanding[left] ?? 0] ?? 0) <= now - 3 * HOUR; left++)
      move(byLanding[left] ?? 0, -1);
    for (; leftAll < entered && (landing[byLanding[leftAll] ?? 0] ?? 0) <= now - 2 * HOUR; leftAll++) {
      all[0] = (all[0] ?? 0) - (late[byLanding[leftAll] ?? 0] ?? 0);
      all[1] = (all[1] ?? 0) - 1;
    }
    const from = origin[row] ?? 0;
    const to = destination[row] ?? 0;
    lateAtOrigin[row] = (at.origin[0]?.[from] ?? 0) / (at.origin[1]?.[from] ?? 0);
    lateAtDestination[row] = (at.destination[0]?.[to] ?? 0) / (at.destination[1]?.[to] ?? 0);
    lateEverywhere[row] = (all[0] ?? 0) / (all[1] ?? 0);
  }
  return { lateAtOrigin, lateAtDestination, lateEverywhere };
}
