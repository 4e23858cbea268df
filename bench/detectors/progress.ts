/**
 * One line on stderr for each step that begins, so that tables alone go to stdout; and while a step lasts, how much of it
 * is done, at most every two seconds.
 */
export type Progress = (step: string, done?: number) => void;

const PATIENCE = 2_000;

/** @param now milliseconds of any clock that never goes back */
export function progressOn(stream: { write(text: string): unknown }, now: () => number): Progress {
  const begin = now();
  let last = begin;
  return (step, done) => {
    const at = now();
    if (done !== undefined && at - last < PATIENCE) return;
    last = at;
    const seconds = String(Math.round((at - begin) / 1000)).padStart(4);
    stream.write(`[${seconds} s] ${step}${done === undefined ? '' : `, ${Math.round(done * 100)}%`}\n`);
  };
}
