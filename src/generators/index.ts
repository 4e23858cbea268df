/**
 * `leeway/generators`: the field's streams with known changes, seeded. A concept makes rows; a stream puts concepts one
 * after the other and knows where they change.
 *
 * @example
 * const stream = abruptStream([{ concept: bernoulli(0.1), rows: 1000 }, { concept: bernoulli(0.2), rows: 1000 }]);
 * stream.changes; // [{ kind: 'abrupt', from: 1000, to: 1000 }]
 * for (const error of stream.rows(7)) detector.update(error);
 */
export { abruptStream } from './abrupt.js';
export { agrawal, type AgrawalOptions } from './agrawal.js';
export { bernoulli } from './bernoulli.js';
export type { Concept, LabelledRow } from './concept.js';
export { gaussian } from './gaussian.js';
export { gradualStream } from './gradual.js';
export { hyperplane, turningHyperplane } from './hyperplane.js';
export { incrementalStream } from './incremental.js';
export { led, type LedOptions } from './led.js';
export { recurringStream } from './recurring.js';
export { sea, type SeaOptions } from './sea.js';
export { sine, type SineOptions } from './sine.js';
export { stagger } from './stagger.js';
export type { Change, GeneratedStream } from './stream.js';
