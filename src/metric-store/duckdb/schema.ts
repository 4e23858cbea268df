/** What is in the DuckDB file: one table, views for people, and the version of this layout. */
import { identityColumns } from '../identity.js';

/** Raised when an older Leeway could not write the file correctly any more. */
export const layoutVersion = 1;

const names = identityColumns.join(', ');

export const createLayout = 'CREATE TABLE IF NOT EXISTS leeway_layout (version INTEGER PRIMARY KEY)';

/** All idempotent: they run at every opening. Times are UTC. */
export const createStatements: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS metrics (
    ${identityColumns.map((column) => `${column} VARCHAR NOT NULL`).join(', ')},
    time TIMESTAMP NOT NULL,
    value DOUBLE NOT NULL,
    PRIMARY KEY (${names}, time)
  )`,
  `COMMENT ON TABLE metrics IS 'Written by Leeway. One row a point; writing a point again replaces its value.'`,
  `COMMENT ON COLUMN metrics.segment IS 'Empty = all rows, else name=value'`,
  `COMMENT ON COLUMN metrics.resolution IS 'Width of the pane (1h, 6h, 24h), rolling, or books'`,
  `COMMENT ON COLUMN metrics.feature IS 'Empty = the model as a whole'`,
  `COMMENT ON COLUMN metrics.time IS 'Start of the pane, UTC'`,
  `CREATE OR REPLACE VIEW daily AS
    SELECT model, version, segment, feature, metric, time, value FROM metrics WHERE resolution = '24h'`,
  `CREATE OR REPLACE VIEW accuracy AS
    SELECT model, version, segment, resolution, time, value AS accuracy FROM metrics
    WHERE metric = 'accuracy' AND feature = ''`,
  `CREATE OR REPLACE VIEW latest AS
    SELECT ${names}, max(time) AS time, arg_max(value, time) AS value FROM metrics GROUP BY ${names}`,
];

/** Per connection, never on disk: where a batch lands before it is merged. `time` in epoch ms. */
export const createStaging = `CREATE TEMP TABLE staged (
  ${identityColumns.map((column) => `${column} VARCHAR`).join(', ')}, time DOUBLE, value DOUBLE)`;

export const mergeStaged = `INSERT INTO metrics (${names}, time, value)
  SELECT ${names}, epoch_ms(CAST(time AS BIGINT)), value FROM staged
  ON CONFLICT DO UPDATE SET value = excluded.value`;
