/** As the live page says it. */
export {
  capitalize,
  formatCount,
  formatDay,
  formatMetric,
  formatTick,
  formatValue,
} from '../dashboard/format.js';
