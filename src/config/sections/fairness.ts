/** Groups that should be treated alike. */
import * as value from '../values.js';

export const fairness = value
  .group({
    attribute: value
      .text('the name of a segment that predictions carry, such as gender')
      .describe('The segment whose values are the groups.'),
    favourable: value
      .categoryName()
      .describe('The answer that is good for whoever it is about: 1, or the name of a class.')
      .prefault(1),
    criterion: value
      .oneOf(['demographic-parity', 'equal-opportunity', 'equalised-odds', 'predictive-parity'])
      .describe(
        'Which gap is watched: that between the shares of favourable answers (demographic-parity), of favourable answers where they are due (equal-opportunity), where they are due and where they are not (equalised-odds), or of favourable answers that turn out right (predictive-parity). An alert needs a rise by `alerts.effect.gap`.',
      )
      .prefault('demographic-parity'),
    leastRows: value
      .whole(1, 1_000_000)
      .describe(
        'Groups with fewer rows a day, on average, are not shown: they would be noise, and tell of single people.',
      )
      .prefault(100),
  })
  .describe('Metrics by group of an attribute, with the gaps between the groups.');
