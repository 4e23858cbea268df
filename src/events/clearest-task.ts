import type { Task } from './event.js';

/** Of tasks told by shape, the one with most evidence in it last: a list, a score or text is clearer than a bare number. */
const CLARITY: readonly Task[] = ['regression', 'multiclass', 'binary', 'ranking'];

/** Which of two tasks a model has: the same whichever was seen first. */
export function clearestTask(a: Task | null, b: Task): Task {
  return a !== null && CLARITY.indexOf(a) > CLARITY.indexOf(b) ? a : b;
}
