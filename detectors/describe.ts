/** All detectors in words: what they are, what a value or a pane means to them, their options. */
import type { DetectorDescription, PaneDetectorTraits, ValueDetectorTraits } from './detector.js';
import type { DetectorText } from './detector-text.js';
import type { OptionSchema } from './options.js';
import { conformalEText } from './panes/conformal-e.js';
import { ePaneText } from './panes/e-pane.js';
import { onsetText } from './panes/onset.js';
import { adwinText } from './single/adwin.js';
import { cusumText } from './single/cusum.js';
import { ddmText } from './single/ddm.js';
import { ecddText } from './single/ecdd.js';
import { eSrBernoulliText } from './single/e-sr-bernoulli.js';
import { eSrBoundedText } from './single/e-sr-bounded.js';
import { eddmText } from './single/eddm.js';
import { fhddmText } from './single/fhddm.js';
import { focusText } from './single/focus.js';
import { hddmAText } from './single/hddm-a.js';
import { hddmWText } from './single/hddm-w.js';
import { kswinText } from './single/kswin.js';
import { optwinText } from './single/optwin.js';
import { pageHinkleyText } from './single/page-hinkley.js';
import { stepdText } from './single/stepd.js';
import { type DetectorName, type OptionsOf, registry } from './registry.js';

const texts: { readonly [Name in DetectorName]: DetectorText<OptionsOf<Name>> } = {
  adwin: adwinText,
  kswin: kswinText,
  'page-hinkley': pageHinkleyText,
  ddm: ddmText,
  eddm: eddmText,
  'hddm-a': hddmAText,
  'hddm-w': hddmWText,
  fhddm: fhddmText,
  stepd: stepdText,
  ecdd: ecddText,
  optwin: optwinText,
  cusum: cusumText,
  focus: focusText,
  'e-sr-bernoulli': eSrBernoulliText,
  'e-sr-bounded': eSrBoundedText,
  'conformal-e': conformalEText,
  'e-pane': ePaneText,
  onset: onsetText,
};

/** In the order of the registry; copies. */
export function describeDetectors(): DetectorDescription[] {
  return (Object.keys(registry) as DetectorName[]).map((name) =>
    describe(registry[name].traits, texts[name]),
  );
}

function describe(
  traits: ValueDetectorTraits | PaneDetectorTraits,
  text: { readonly summary: string; readonly options: Readonly<Record<string, string>> },
): DetectorDescription {
  const options = Object.entries(traits.options).map(([name, rule]): [string, OptionSchema] => [
    name,
    { ...structuredClone(rule), meaning: text.options[name] ?? '' },
  ]);
  return { ...traits, summary: text.summary, options: Object.fromEntries(options) };
}
