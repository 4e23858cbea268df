/** What can be said for one model alone; what is not said comes from above. */
import * as value from '../values.js';
import { alertExtras, alertKeys, effectKeys } from './alerts.js';
import { fairness } from './fairness.js';
import { objectives } from './objectives.js';
import { quality } from './quality.js';
import { retrainingKeys } from './retraining.js';
import { rhythmKeys } from './rhythm.js';
import { streamKeys, task } from './stream.js';

export const modelOverrides = value.group({
  task: task.exactOptional(),
  ...value.optional(streamKeys),
  ...value.optional(rhythmKeys),
  alerts: value
    .group({
      ...value.optional(alertKeys),
      effect: value.group(value.optional(effectKeys)).exactOptional(),
      ...value.optional(alertExtras),
    })
    .exactOptional(),
  retraining: value.group(value.optional(retrainingKeys)).exactOptional(),
  quality: quality.exactOptional(),
  objectives: objectives.exactOptional(),
  fairness: fairness.exactOptional(),
});
