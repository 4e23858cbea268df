/** Every detector. One that is here runs through the law suite: it iterates over this table. */
import { conformalE } from './panes/conformal-e.js';
import { ePane } from './panes/e-pane.js';
import { onset } from './panes/onset.js';
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
import { optwin } from './single/optwin.js';
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
  optwin,
  cusum,
  focus,
  'e-sr-bernoulli': eSrBernoulli,
  'e-sr-bounded': eSrBounded,
  'conformal-e': conformalE,
  'e-pane': ePane,
  onset,
} as const;

export type DetectorName = keyof typeof registry;

/** Options of a detector, by its name. */
export type OptionsOf<Name extends DetectorName> = Parameters<(typeof registry)[Name]['create']>[0];

/** The type of a detector, by its name: the panes that it reads and the verdicts that it gives. */
export type DetectorOf<Name extends DetectorName> = ReturnType<(typeof registry)[Name]['create']>;
