// @ts-check
/**
 * With which weights the objectives of a model make its score.
 * @import { WeightsRecord } from '../records/feed.js'
 */

/**
 * @param {WeightsRecord['after']} shares
 * @returns {string} `clicks 0.7, dwell 0.3`; of several, each with its part of the predictions
 */
export function weightsText(shares) {
  if (shares.length === 0) return 'those of each request';
  return shares
    .map(({ weights, share }) => {
      const text = Object.entries(weights)
        .map(([name, weight]) => `${name} ${weight}`)
        .join(', ');
      return share === 1 ? text : `${text} (${Math.round(100 * share)}%)`;
    })
    .join('; ');
}
