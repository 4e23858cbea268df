/**
 * When scanning and learning pay. A stream whose every record has another layout would cost a scan that fails and a lesson on
 * top of JSON.parse, so both are rationed; what is counted is records only, so a replay decides the same.
 */
export interface Trust {
  /** Records until the next attempt to scan. */
  pause: number;
  /** Length of the next pause. */
  nextPause: number;
  /** Of the window that is running. */
  attempts: number;
  hits: number;
  taught: number;
  /** Layouts that may be learnt. */
  lessons: number;
  /** Attempts until one more may be. */
  untilLesson: number;
}

/** Attempts after which is decided whether scanning pays. */
const WINDOW = 64;
/** A scan that fails costs less than a quarter of what one that works saves. */
const ENOUGH = WINDOW / 4;
const SHORTEST_PAUSE = 64;
const LONGEST_PAUSE = 8192;
const MOST_LESSONS = 256;
/** Learning a layout costs about as much as one record without it. */
const ATTEMPTS_A_LESSON = 128;
/** After a pause, so that a stream which has changed altogether is learnt too. */
const LESSONS_AFTER_PAUSE = 4;

export function newTrust(): Trust {
  return {
    pause: 0,
    nextPause: SHORTEST_PAUSE,
    attempts: 0,
    hits: 0,
    taught: 0,
    lessons: MOST_LESSONS,
    untilLesson: ATTEMPTS_A_LESSON,
  };
}

/** Is the next record to be scanned? */
export function worthScanning(trust: Trust): boolean {
  if (trust.pause === 0) return true;
  if (--trust.pause === 0) trust.lessons = Math.min(trust.lessons + LESSONS_AFTER_PAUSE, MOST_LESSONS);
  return false;
}

/** A record was scanned; `hit`: to its end. */
export function scanned(trust: Trust, hit: boolean): void {
  if (hit) trust.hits++;
  if (--trust.untilLesson === 0) {
    trust.untilLesson = ATTEMPTS_A_LESSON;
    if (trust.lessons < MOST_LESSONS) trust.lessons++;
  }
  if (++trust.attempts === WINDOW) endWindow(trust);
}

function endWindow(trust: Trust): void {
  if (trust.hits >= ENOUGH) trust.nextPause = SHORTEST_PAUSE;
  else if (trust.hits + trust.taught < ENOUGH) {
    trust.pause = trust.nextPause;
    trust.nextPause = Math.min(2 * trust.nextPause, LONGEST_PAUSE);
  }
  trust.attempts = trust.hits = trust.taught = 0;
}

/** May a layout be learnt now? Counts it as learnt. */
export function takeLesson(trust: Trust): boolean {
  if (trust.lessons === 0) return false;
  trust.lessons--;
  trust.taught++;
  return true;
}
