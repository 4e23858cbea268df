import { destination, pino, type Logger } from 'pino';

/** The process's own log, on standard error, so that standard output stays for people and for `--json`. */
export function createLogger(level: string): Logger {
  return pino({ name: 'leeway', level }, destination({ dest: 2, sync: true }));
}
