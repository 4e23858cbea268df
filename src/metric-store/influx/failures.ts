/** What InfluxDB and the way to it can answer, as the metric store's own errors. */
import { ResultError } from 'influx';
import { MetricStoreError } from '../errors.js';
import type { MetricStoreErrorCode } from '../errors.js';

const fixes = {
  unauthorized: 'set influx.username and influx.password to a user with all privileges on the database',
  missing: 'it was there when Leeway started: restart Leeway, which creates it',
};

/** `doing` completes the sentence, e.g. `write to leeway`. Errors of our own pass unchanged. */
export function explainFailure(error: unknown, address: string, doing: string): MetricStoreError {
  if (error instanceof MetricStoreError) return error;
  const reason = reasonOf(error);
  const about = `InfluxDB at ${address} did not ${doing}: `;
  const status = statusOf(error);
  const failure = (code: MetricStoreErrorCode, text: string): MetricStoreError =>
    new MetricStoreError(code, about + text, { cause: error });

  if (status === 401 || status === 403) return failure('unauthorized', `${reason}; ${fixes.unauthorized}`);
  if (status === 404 || /(database|retention policy) not found/.test(reason)) {
    return failure('missing', `${reason}; ${fixes.missing}`);
  }
  if (status === 429 || status === 408) return failure('unreachable', reason);
  if (status === 413)
    return failure('points-refused', `${reason}; raise max-body-size of its [http] section`);
  if (status !== undefined) return failure('points-refused', reason);
  if (error instanceof ResultError) {
    return /authoriz|privilege/i.test(reason)
      ? failure('unauthorized', `${reason}; ${fixes.unauthorized}`)
      : failure('invalid-query', reason);
  }
  // 5xx, and all that can happen to a connection. A wrong address looks the same as a server that is not up yet.
  return failure('unreachable', `${reason}; is it running, and is influx.url right?`);
}

/** InfluxDB's own words where it gave any: `{"error":"..."}` in what the client says around it. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const quoted = /"error":("(?:[^"\\]|\\.)*")/.exec(message)?.[1];
  return quoted === undefined ? message.trim() : String(JSON.parse(quoted));
}

/** The HTTP status of the client's `RequestError` (300 to 499), a class that it does not export. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('res' in error)) return undefined;
  const { res } = error;
  if (typeof res !== 'object' || res === null || !('statusCode' in res)) return undefined;
  return typeof res.statusCode === 'number' ? res.statusCode : undefined;
}
