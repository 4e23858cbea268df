/** Laws that a detector does not keep, by its own definition; its documentation says so too. */
import type { DetectorName } from '../../detectors/index.js';

export type BreakableLaw = 'odd row' | 'outlier' | 'outlier before' | 'good news';

export const brokenLaws: { readonly [Name in DetectorName]?: readonly BreakableLaw[] } = {
  ddm: ['odd row'],
  stepd: ['odd row'],
  ecdd: ['odd row', 'good news'],
  focus: ['good news'],
  optwin: ['odd row'],
  onset: ['odd row', 'outlier', 'outlier before'],
};
