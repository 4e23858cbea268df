/** As the live page says it. */
export { beganWords, effectWords, evidenceWords, subjectWords } from '../dashboard/alert-words.js';
export {
  capitalize,
  formatCount,
  formatDay,
  formatMetric,
  formatTick,
  formatValue,
  formatValueTick,
} from '../dashboard/format.js';
