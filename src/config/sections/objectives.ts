/** Several aims of one model. */
import { MAX_OBJECTIVES } from '../../events/json-shapes.js';
import * as value from '../values.js';

const objective = value.group({
  name: value
    .text('the name of a component score that predictions carry')
    .describe('As predictions call it under scores.'),
  weight: value
    .atLeastZero('a weight of at least 0 such as 0.7')
    .describe('Its part in the whole score, where predictions carry no weights of their own.'),
  task: value
    .oneOf(['binary', 'regression'])
    .describe('binary: the score is the probability that it happens. regression: it forecasts a number.')
    .prefault('binary'),
});

export const objectives = value
  .ruled(
    value.listOf(objective, 'a list of components such as [{ name: clicks, weight: 0.7 }]'),
    (components) => {
      const names = components.map(({ name }) => name);
      const twice = names.find((name, i) => names.indexOf(name) !== i);
      if (twice !== undefined) return `names ${twice} twice`;
      if (names.length > MAX_OBJECTIVES) return `has more than ${MAX_OBJECTIVES} components`;
      return components.some(({ weight }) => weight > 0) ? null : 'has no weight above 0';
    },
  )
  .describe(
    'Scores of a model with several aims: predictions carry them under scores. Each is watched as a model of its own, <model>/<name>, whose outcomes are sent under that name and whose settings stand under it in models; what they leave out is as the model has it. All share the one budget of false alarms evenly. A change of weights is a marked event: neither drift nor a reason to retrain.',
  );
