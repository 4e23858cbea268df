const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
/** Year 9999: larger numbers are microseconds or worse. */
const LATEST = 253_402_300_799_999;

/**
 * Epoch milliseconds from what an event may carry: a whole number of epoch milliseconds, or ISO 8601 with a zone (a local
 * time without one would mean another moment on another machine). null when it is neither.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value === 'number') {
    return Number.isFinite(value) && value >= 0 && value <= LATEST ? Math.floor(value) : null;
  }
  if (typeof value !== 'string' || !ISO.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
