import { existsSync, readFileSync } from 'node:fs';
import { loadConfig } from '../config/load-config.js';
import type { Config, ConfigText } from '../config/schema.js';

/** Command-line settings that stand over the file's. */
export interface ConfigFlags {
  readonly config?: string;
  readonly data?: string;
  readonly kafka?: string;
  readonly influx?: string;
  readonly host?: string;
  readonly port?: string;
  readonly prefix?: string;
}

/**
 * The configuration of a command: flags over `leeway.yaml` (or the file that `--config` names) over defaults.
 * Throws `ConfigError` for what the file says wrongly, with its line.
 */
export function readConfig(flags: ConfigFlags, defaults: ConfigText = {}): Config {
  const path = flags.config ?? 'leeway.yaml';
  if (flags.config !== undefined && !existsSync(path))
    throw new Error(`--config names ${path}, which does not exist`);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const fromFile = loadConfig(text, path, defaults);
  const kafka =
    flags.kafka === undefined ? fromFile.kafka : { ...fromFile.kafka, brokers: flags.kafka.split(',') };
  for (const broker of kafka?.brokers ?? []) {
    if (!/^[^\s:/]+:\d{1,5}$/.test(broker))
      throw new Error(`--kafka must be host:port, or several with commas between them, got ${broker}`);
  }
  const port = flags.port === undefined ? fromFile.port : Number(flags.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port must be 0 to 65535, got ${flags.port}`);
  return {
    ...fromFile,
    ...(flags.data !== undefined && { data: flags.data }),
    ...(flags.host !== undefined && { host: flags.host }),
    port,
    ...(kafka && { kafka: flags.prefix === undefined ? kafka : { ...kafka, prefix: flags.prefix } }),
    ...(flags.influx !== undefined && {
      influx: { ...(fromFile.influx ?? { database: 'leeway' }), url: flags.influx },
    }),
  };
}
