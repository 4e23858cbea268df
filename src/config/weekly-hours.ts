/** Hours of a week as people write them: `sat 02:00-06:00`, `mon-fri 22:00-01:00`, `daily 04:00-04:30`. */

export interface WeeklyHours {
  /** Days on which they begin: 0 = Monday. */
  readonly days: readonly number[];
  /** Minutes after midnight. */
  readonly from: number;
  /** How long, in minutes: beyond midnight where the end is earlier than the beginning. */
  readonly minutes: number;
}

const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const name = `(?:${dayNames.join('|')})`;
export const weeklyHoursPattern = `^(?:daily|${name}(?:-${name}|(?:, ?${name})*)) \\d{2}:\\d{2}-\\d{2}:\\d{2}$`;
const written = new RegExp(weeklyHoursPattern, 'i');
const minutesADay = 1_440;

/** `undefined` when the text is no such hours, or hours without length. */
export function parseWeeklyHours(text: string): WeeklyHours | undefined {
  const trimmed = text.trim().toLowerCase();
  if (!written.test(trimmed)) return undefined;
  const cut = trimmed.lastIndexOf(' ');
  const [from, to] = trimmed
    .slice(cut + 1)
    .split('-')
    .map(minuteOfDay);
  if (from === undefined || to === undefined || from === minutesADay || from === to) return undefined;
  return {
    days: daysIn(trimmed.slice(0, cut)),
    from,
    minutes: to > from ? to - from : to + minutesADay - from,
  };
}

/** The shortest way to write them: the reverse of `parseWeeklyHours`. */
export function formatWeeklyHours({ days, from, minutes }: WeeklyHours): string {
  const names = days.length === 7 ? 'daily' : days.map((day) => dayNames[day]).join(',');
  const end = from + minutes;
  return `${names} ${clock(from)}-${clock(end > minutesADay ? end - minutesADay : end)}`;
}

function daysIn(text: string): number[] {
  if (text === 'daily') return [0, 1, 2, 3, 4, 5, 6];
  const [first, last] = text.split('-').map(dayOf);
  if (last === undefined || first === undefined) {
    return [...new Set(text.split(',').map((day) => dayOf(day.trim())))].sort((a, b) => a - b);
  }
  // sat-mon goes over the end of the week.
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (first + i) % 7).sort((a, b) => a - b);
}

function dayOf(text: string): number {
  return (dayNames as readonly string[]).indexOf(text);
}

function minuteOfDay(text: string): number | undefined {
  const [hours, minutes] = text.split(':').map(Number);
  if (hours === undefined || minutes === undefined || minutes > 59) return undefined;
  const all = hours * 60 + minutes;
  return all <= minutesADay ? all : undefined;
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
}
