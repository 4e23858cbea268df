import type { DetectorName, OptionsOf } from '../../detectors/index.js';

/** Options with which each detector finds the change of a short stream; the defaults where they do. */
const QUICK: { readonly [Name in DetectorName]?: OptionsOf<Name> } = {
  kswin: { windowSize: 40, statSize: 10 },
  optwin: { maxWindowLength: 500 },
  'page-hinkley': { threshold: 10 },
  cusum: { threshold: 10, delta: 0.05 },
  eddm: { alpha: 0.9, beta: 0.8 },
  'e-sr-bernoulli': { reference: 500, budget: 1_000 },
  'e-sr-bounded': { reference: 500, budget: 1_000 },
};

export function quickOptions<Name extends DetectorName>(name: Name): OptionsOf<Name> {
  return QUICK[name] ?? {};
}
