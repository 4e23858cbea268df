/** Several aims of one model. */
import * as value from '../values.js';

const objective = value.group({
  name: value
    .text('the name of a component score that predictions carry')
    .describe('As predictions call it.'),
  weight: value.atLeastZero('a weight of at least 0 such as 0.7').describe('Its part in the whole score.'),
});

export const objectives = value
  .ruled(
    value.listOf(objective, 'a list of components such as [{ name: clicks, weight: 0.7 }]'),
    (components) => {
      const names = components.map(({ name }) => name);
      const twice = names.find((name, i) => names.indexOf(name) !== i);
      if (twice !== undefined) return `names ${twice} twice`;
      return components.some(({ weight }) => weight > 0) ? null : 'has no weight above 0';
    },
  )
  .describe(
    'Component scores of a model with several aims, and their weights. A change of weights is a marked event: neither drift nor a reason to retrain.',
  );
