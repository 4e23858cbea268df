import { DuckDBInstance } from '@duckdb/node-api';
import { installedFlights } from '../../producers/flights/dataset.js';

/**
 * Writes flights as a model would have scored them: its score is the share of late flights of January at the airport and
 * hour; the outcome is known at landing. One row a flight.
 */
export async function writeScoredFlights(file: string, most: number): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`
      CREATE TABLE flights AS
      SELECT row_number() OVER () AS id, date, hour(date) AS hour, isodow(date) - 1 AS weekday, distance, origin, destination,
             CASE WHEN delay > 15 THEN 1 ELSE 0 END AS late
      FROM read_parquet('${installedFlights().replaceAll("'", "''")}') LIMIT ${most}`);
    await connection.run(`
      COPY (
        SELECT id, date AS timestamp, hour, weekday, distance, origin, destination, score AS y_pred_proba,
               CASE WHEN score >= 0.5 THEN 1 ELSE 0 END AS y_pred, late AS y_true,
               date + to_milliseconds(1800000 + distance * 7500) AS outcome_time
        FROM flights JOIN (
          SELECT origin, hour, (sum(late) + 2) / (count(*) + 10.0) AS score
          FROM flights WHERE date < TIMESTAMP '2001-02-01' GROUP BY ALL) USING (origin, hour)
        ORDER BY date, id
      ) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
    const reader = await connection.runAndReadAll(
      `SELECT count(*)::DOUBLE FROM read_parquet('${file.replaceAll("'", "''")}')`,
    );
    return Number(reader.getRows()[0]?.[0]);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
