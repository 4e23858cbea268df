/** What a detector is to its user. */
import type { OptionRule, OptionSchema } from './options.js';
import type { DetectorPane, PaneKind } from './pane-kind.js';
import type { SingleVerdict } from './single-verdict.js';
import type { DetectorSnapshot } from './snapshot.js';
import type { ValueKind } from './values.js';

/** `Pane`: the panes that it reads; `Verdict`: what it says of them. */
export interface Detector<Pane = DetectorPane, Verdict extends SingleVerdict = SingleVerdict> {
  readonly name: string;
  /**
   * Takes one value. `drift` is true for this value only: the next one finds a detector that starts afresh.
   * @throws RangeError on NaN, and on a value that is none of the detector's kind; the state is then as before
   * @throws TypeError from a detector that reads panes only, as its description says
   */
  update(value: number): Verdict;
  /**
   * Takes many values at once. Detectors on values read `values` one by one and, where their description says
   * `readsErrorCounts`, k errors in n as n zeros and ones (1,000 at most) with the ones spread evenly; drift (warning)
   * when there was one at any of them. Detectors on panes read the totals of a pane, of the kind in their description;
   * a pane of 0 rows changes nothing.
   * @throws RangeError when a value or a total is impossible; nothing of the pane is then taken
   * @throws TypeError when the pane is of a form that the detector does not read
   */
  updatePane(pane: Pane): Verdict;
  /** Plain JSON, a copy. */
  snapshot(): DetectorSnapshot;
  /** As new, with the same options: a reference that was learned is forgotten too. */
  reset(): void;
}

interface Traits {
  readonly name: string;
  /** Multiplying all values by a constant changes no verdict; if not, options are in units of the values. */
  readonly scaleFree: boolean;
  readonly options: Readonly<Record<string, OptionRule>>;
}

export interface ValueDetectorTraits extends Traits {
  readonly reads: 'values';
  /** What a value means, with the default options. */
  readonly values: ValueKind;
  /** `updatePane` takes k errors in n. */
  readonly readsErrorCounts: boolean;
}

export interface PaneDetectorTraits extends Traits {
  /** `update` throws: use `updatePane`. */
  readonly reads: 'panes';
  /** What `updatePane` takes. */
  readonly panes: PaneKind;
}

/** Traits in words. */
interface Described {
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSchema>>;
}

export type ValueDetectorDescription = ValueDetectorTraits & Described;
export type PaneDetectorDescription = PaneDetectorTraits & Described;
export type DetectorDescription = ValueDetectorDescription | PaneDetectorDescription;

/** A definition as the registry keeps it, without the type of its state. */
export interface RegisteredDetector<
  Options extends object,
  Pane = DetectorPane,
  Verdict extends SingleVerdict = SingleVerdict,
> {
  readonly traits: ValueDetectorTraits | PaneDetectorTraits;
  create(options: Partial<Options>): Detector<Pane, Verdict>;
  restore(snapshot: DetectorSnapshot): Detector<Pane, Verdict>;
}
