/** What the InfluxDB adapter is told, checked. */
import { MetricStoreError } from '../errors.js';

export interface InfluxMetricStoreOptions {
  /** `http://host:8086` or `https://...`, without user and password. */
  readonly url: string;
  /** Default `leeway`. Created when it is missing. */
  readonly database?: string;
  /** Whose points these are, where several deployments share a database: a tag of that name, and only these are read. */
  readonly deployment?: string;
  readonly username?: string;
  readonly password?: string;
  /**
   * How long InfluxDB keeps points, ms, counted from the wall clock; at least an hour. Default: for ever, because
   * Leeway also replays the past, and InfluxDB refuses points that are older than their retention.
   */
  readonly retention?: number;
}

export interface InfluxSettings {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly database: string;
  /** Empty: points without that tag. */
  readonly deployment: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** An InfluxQL duration: `INF` or whole seconds. */
  readonly retention: string;
}

const shortestRetention = 3_600_000;

/** @throws MetricStoreError `invalid-setting`; the message never repeats a password */
export function readSettings(options: InfluxMetricStoreOptions): InfluxSettings {
  if (!URL.canParse(options.url)) throw invalid(`the address is not a URL; write http://host:8086`);
  const url = new URL(options.url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw invalid(`the address begins with ${url.protocol}//; write http:// or https://`);
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid(
      'the address contains a user; use the settings username and password, which are never shown',
    );
  }
  const database = options.database ?? 'leeway';
  if (!/^[\w.-]{1,128}$/.test(database)) {
    throw invalid(`the database ${JSON.stringify(database)} must be letters, digits, dots, "_" and "-"`);
  }
  const retention = options.retention;
  if (retention !== undefined && !(Number.isSafeInteger(retention) && retention >= shortestRetention)) {
    throw invalid(
      `the retention must be at least an hour (3600000 ms), not ${retention} ms; leave it out to keep all`,
    );
  }
  return {
    protocol: url.protocol === 'https:' ? 'https' : 'http',
    host: url.hostname,
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    path: url.pathname.replace(/\/+$/, ''),
    database,
    deployment: options.deployment ?? '',
    username: options.username,
    password: options.password,
    retention: retention === undefined ? 'INF' : `${Math.ceil(retention / 1000)}s`,
  };
}

function invalid(reason: string): MetricStoreError {
  return new MetricStoreError('invalid-setting', `InfluxDB: ${reason}`);
}
