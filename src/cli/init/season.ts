/** What repeats itself in a stream: told by how alike its hours are to those a day, and a week, before. */

export interface Rhythm {
  /** Autocorrelation of the hourly volume, -1 to 1; null where the sample is too short to tell. */
  readonly day: number | null;
  readonly week: number | null;
  /**
   * What is left of the hourly volume when the hours of workdays and those of weekends are taken off, which is what days are
   * matched by: its share of the variation, 0 to 1, and how alike it is to that of a week before; null where too short to tell.
   */
  readonly unmatched: { readonly share: number; readonly week: number } | null;
  /** Of the sample. */
  readonly weeks: number;
  /** Hours of an active day in which the model is asked at all, and the days of a week; null for an empty sample. */
  readonly hoursADay: number | null;
  readonly daysAWeek: number | null;
  /** Hour of the day (UTC) that is quietest; null where no hour is. */
  readonly quietest: number | null;
}

const DAY = 24;
const WEEK = 168;

/** @param volume rows by hour since the epoch; hours without rows are not in it */
export function rhythmOf(volume: ReadonlyMap<number, number>): Rhythm {
  const hours = [...volume.keys()];
  const first = hours.reduce((least, hour) => Math.min(least, hour), Infinity);
  const last = hours.reduce((most, hour) => Math.max(most, hour), -Infinity);
  if (hours.length === 0)
    return {
      day: null,
      week: null,
      unmatched: null,
      weeks: 0,
      hoursADay: null,
      daysAWeek: null,
      quietest: null,
    };
  // The hours at both ends are cut by the sample.
  const series = Array.from(
    { length: Math.max(0, last - first - 1) },
    (_, i) => volume.get(first + 1 + i) ?? 0,
  );
  const days = new Set(hours.map((hour) => Math.floor(hour / DAY)));
  const weeks = (last - first + 1) / WEEK;
  return {
    day: autocorrelation(series, DAY),
    week: autocorrelation(series, WEEK),
    unmatched: unmatchedIn(series, first + 1),
    weeks,
    hoursADay: hours.length / days.size,
    daysAWeek: weeks < 1 ? null : days.size / Math.ceil(weeks),
    quietest: quietestHour(series, first + 1),
  };
}

/**
 * How alike a series is to itself `lag` steps earlier: 1 = the same, 0 = no more than by chance. null below two lags, where
 * it could not be told from a single accident, and for a constant.
 */
export function autocorrelation(series: readonly number[], lag: number): number | null {
  if (series.length < 2 * lag) return null;
  const mean = series.reduce((sum, x) => sum + x, 0) / series.length;
  let own = 0;
  let lagged = 0;
  series.forEach((x, i) => {
    own += (x - mean) ** 2;
    if (i >= lag) lagged += (x - mean) * ((series[i - lag] as number) - mean);
  });
  if (own === 0) return null;
  // Fewer pairs than values: without this a perfect rhythm would read as less the longer its lag.
  return (lagged / (series.length - lag)) * (series.length / own);
}

function unmatchedIn(series: readonly number[], first: number): Rhythm['unmatched'] {
  const slotOf = (i: number) => ((first + i) % DAY) + (isWeekend(first + i) ? DAY : 0);
  const slots = series.map((_, i) => slotOf(i));
  const total = new Float64Array(2 * DAY);
  const seen = new Float64Array(2 * DAY);
  series.forEach((n, i) => {
    const slot = slots[i] as number;
    total[slot] = (total[slot] as number) + n;
    seen[slot] = (seen[slot] as number) + 1;
  });
  const left = series.map((n, i) => {
    const slot = slots[i] as number;
    return n - (total[slot] as number) / (seen[slot] as number);
  });
  const week = autocorrelation(left, WEEK);
  if (week === null) return null;
  const all = series.reduce((sum, n) => sum + n, 0) / series.length;
  const squares = (values: readonly number[], mean: number) =>
    values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { share: squares(left, 0) / squares(series, all), week };
}

/** Hour 0 began a Thursday. */
function isWeekend(hour: number): boolean {
  const sinceThursday = Math.floor(hour / DAY) % 7;
  return sinceThursday === 2 || sinceThursday === 3;
}

function quietestHour(series: readonly number[], first: number): number | null {
  if (series.length < 2 * DAY) return null;
  const total = Array.from<number>({ length: DAY }).fill(0);
  const seen = Array.from<number>({ length: DAY }).fill(0);
  series.forEach((n, i) => {
    const hour = (first + i) % DAY;
    total[hour] = (total[hour] as number) + n;
    seen[hour] = (seen[hour] as number) + 1;
  });
  const means = total.map((sum, hour) => sum / (seen[hour] as number));
  const least = Math.min(...means);
  return least < 0.5 * Math.max(...means) ? means.indexOf(least) : null;
}
