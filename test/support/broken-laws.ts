/** Laws that a detector does not keep, by its own definition; its documentation says so too. */
import type { DetectorName } from '../../detectors/index.js';

export type BreakableLaw = 'odd row' | 'outlier';

export const brokenLaws: { readonly [Name in DetectorName]?: readonly BreakableLaw[] } = {
  ddm: ['odd row'],
  stepd: ['odd row'],
  ecdd: ['odd row'],
  optwin: ['odd row'],
  onset: ['odd row', 'outlier'],
};
