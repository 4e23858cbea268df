import type { Task } from './event.js';

/**
 * Of tasks told by shape, the one with most evidence in it last: a score or text is clearer than a bare number. A list says what
 * it is without a doubt, and yet stands first: one that went astray must not take a classifier's metrics away.
 */
const CLARITY: readonly Task[] = ['ranking', 'regression', 'multiclass', 'binary'];

/** Which of two tasks a model has: the same whichever was seen first. */
export function clearestTask(a: Task | null, b: Task): Task {
  return a !== null && CLARITY.indexOf(a) > CLARITY.indexOf(b) ? a : b;
}
