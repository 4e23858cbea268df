const ISO = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;
/** Year 9999: larger numbers are microseconds or worse. */
const LATEST = 253_402_300_799_999;

/**
 * Epoch milliseconds from what an event may carry: epoch milliseconds (a fraction is cut off), or ISO 8601 with a zone (a local
 * time without one would mean another moment on another machine). null when it is neither.
 */
export function parseTime(value: unknown): number | null {
  if (typeof value === 'number') {
    return Number.isFinite(value) && value >= 0 && value <= LATEST ? Math.floor(value) : null;
  }
  const date = typeof value === 'string' ? ISO.exec(value) : null;
  // Date.parse would read 30 February as 2 March.
  if (!date || Number(date[3]) > daysOfMonth(Number(date[1]), Number(date[2]))) return null;
  const time = Date.parse(date[0]);
  return Number.isNaN(time) ? null : time;
}

function daysOfMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
