/** The fast path of the evidence: breaks told within minutes, on the narrowest panes, with a tenth of the budget. */
export { calibrateFast, FAST_DEFAULTS, type FastCalibration, type FastOptions } from './fast-calibration.js';
export { concentrationPane } from './concentration-pane.js';
export {
  afterFastAlarm,
  createFast,
  type FastState,
  type FastStreamEvidence,
  type FastVerdict,
  fastVerdict,
  observeFast,
} from './fast-evidence.js';
export { fastSelfTest, type FastSelfTest } from './self-test.js';
export { usualRate } from './usual-rate.js';
export { volumePane } from './volume-pane.js';
