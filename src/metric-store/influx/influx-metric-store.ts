/** The metric store for teams that have InfluxDB 1.x and Grafana. */
import { InfluxDB } from 'influx';
import { MetricStoreError } from '../errors.js';
import type { MetricStore } from '../port.js';
import { refuseInvalidPoints, refuseInvalidQuery } from '../validity.js';
import { explainFailure } from './failures.js';
import { prepareDatabase } from './prepare-database.js';
import { selectPoints } from './select-points.js';
import { readSettings } from './settings.js';
import type { InfluxMetricStoreOptions } from './settings.js';
import { writePoints } from './write-points.js';

export type { InfluxMetricStoreOptions } from './settings.js';

/** No pause of the client's own: it would answer "No host available" for up to 10 s after the server is back. */
const noBackoff = { getDelay: () => 0, next: () => noBackoff, reset: () => noBackoff };

/**
 * Writes the measurement `metrics` (tags: model, version, segment, resolution, feature, metric; field: value) with
 * millisecond times. Nothing is retried here: an error with `handling` `retry` means that the same call may work later.
 * Names come back as they were written; in Grafana unusual ones show encoded, and empty ones as `(none)`.
 * @throws MetricStoreError `invalid-setting` at once
 */
export function createInfluxMetricStore(options: InfluxMetricStoreOptions): MetricStore {
  const settings = readSettings(options);
  const address = `${settings.protocol}://${settings.host}:${settings.port}${settings.path}`;
  let client: InfluxDB | undefined;

  const attempt = async <T>(doing: string, act: (client: InfluxDB) => Promise<T>): Promise<T> => {
    if (client === undefined)
      throw new MetricStoreError('not-open', `InfluxDB at ${address}: call open() first`);
    try {
      return await act(client);
    } catch (error) {
      throw explainFailure(error, address, doing);
    }
  };

  return {
    async open() {
      if (client !== undefined) return;
      client = new InfluxDB({
        protocol: settings.protocol,
        host: settings.host,
        port: settings.port,
        path: settings.path,
        database: settings.database,
        ...(settings.username === undefined ? {} : { username: settings.username }),
        ...(settings.password === undefined ? {} : { password: settings.password }),
        pool: { backoff: noBackoff, maxRetries: 0 },
      });
      try {
        await attempt(`prepare the database ${settings.database}`, (opened) =>
          prepareDatabase(opened, settings),
        );
      } catch (error) {
        client = undefined;
        throw error;
      }
    },

    async write(points) {
      refuseInvalidPoints(points);
      await attempt(`write to ${settings.database}`, (opened) =>
        writePoints(opened, points, settings.deployment),
      );
    },

    async query(query) {
      refuseInvalidQuery(query);
      return attempt(`read from ${settings.database}`, (opened) =>
        selectPoints(opened, query, settings.deployment),
      );
    },

    async close() {
      client = undefined;
    },
  };
}
