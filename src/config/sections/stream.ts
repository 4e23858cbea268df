/** How a model's stream is cut into panes and joined. */
import * as value from '../values.js';

const hour = 3_600_000;

/** Without defaults: they are everybody's, and a model may have its own. */
export const streamKeys = {
  pane: value
    .duration(1_000, 6 * hour)
    .describe(
      'Width of the base pane, over which records are added up. Divides six hours, so that wider panes of 6 h and 24 h are made of whole ones.',
    ),
  grace: value
    .duration()
    .describe(
      'How much later than the newest event of its model a record may come and still count in its pane. Later ones are counted as late, still joined, and change no closed pane.',
    ),
  horizon: value
    .duration(1_000)
    .describe(
      'The longest time between a prediction and its outcome. Outcomes that come later stay unmatched.',
    ),
};

export const task = value
  .oneOf(['binary', 'multiclass', 'regression', 'ranking'])
  .describe(
    'What the model answers. Without it, it is read off the predictions. A ranking is watched by NDCG@10 and its take rate, and not retrained.',
  );
