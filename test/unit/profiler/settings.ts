import type { ProfilerSettings } from '../../../consumers/profiler/profiler.js';
import { HOUR, MINUTE } from '../stream/topics.js';

/** Short horizons, so that a few dozen records see everything happen. */
export const settings: ProfilerSettings = {
  partitions: 1,
  pane: HOUR,
  grace: HOUR,
  horizon: 3 * HOUR,
  futureTolerance: 45 * MINUTE,
  recordLimit: 4096,
  idleAfter: 30_000,
};
