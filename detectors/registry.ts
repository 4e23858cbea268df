/** Every detector on single values. One that is here runs through the law suite: it iterates over this table. */
import { adwin } from './single/adwin.js';
import { cusum } from './single/cusum.js';
import { ddm } from './single/ddm.js';
import { ecdd } from './single/ecdd.js';
import { eSrBernoulli } from './single/e-sr-bernoulli.js';
import { eSrBounded } from './single/e-sr-bounded.js';
import { eddm } from './single/eddm.js';
import { fhddm } from './single/fhddm.js';
import { focus } from './single/focus.js';
import { hddmA } from './single/hddm-a.js';
import { hddmW } from './single/hddm-w.js';
import { kswin } from './single/kswin.js';
import { pageHinkley } from './single/page-hinkley.js';
import { stepd } from './single/stepd.js';

export const registry = {
  adwin,
  kswin,
  'page-hinkley': pageHinkley,
  ddm,
  eddm,
  'hddm-a': hddmA,
  'hddm-w': hddmW,
  fhddm,
  stepd,
  ecdd,
  cusum,
  focus,
  'e-sr-bernoulli': eSrBernoulli,
  'e-sr-bounded': eSrBounded,
} as const;

export type DetectorName = keyof typeof registry;

/** Options of a detector, by its name. */
export type OptionsOf<Name extends DetectorName> = Parameters<(typeof registry)[Name]['create']>[0];
