/**
 * Time zones by their IANA name. A unit of evidence must be as long as every other, so it follows a zone's standard time
 * all the year: a day of 23 or 25 hours is no day that can be compared.
 */

/** The year by whose rules a zone's standard time is told: the same for the past, the present and every replay. */
const RULES_OF = 2025;

/**
 * How far the zone's standard time is ahead of UTC, ms; `undefined` when there is no such zone.
 * @example standardOffset('Europe/Berlin') // 3_600_000
 */
export function standardOffset(zone: string): number | undefined {
  if (!known.has(zone)) known.set(zone, askStandardOffset(zone));
  return known.get(zone);
}

/** Asked for every model again and again, and dear to find out. */
const known = new Map<string, number | undefined>([['UTC', 0]]);

function askStandardOffset(zone: string): number | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
  // In summer clocks are put forward, so the smaller offset is the standard one, in both hemispheres.
  const offsets = [0, 6].map((month) => offsetAt(format, Date.UTC(RULES_OF, month, 1, 12)));
  return Math.min(...offsets);
}

/** `GMT`, `GMT+01:00`, `GMT-03:30`. */
function offsetAt(format: Intl.DateTimeFormat, time: number): number {
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name);
  const minutes = Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0);
  return (match?.[1] === '-' ? -minutes : minutes) * 60_000;
}

/** Names that this machine knows, for suggestions. */
export function timeZoneNames(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}
