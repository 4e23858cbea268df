import type { EvidencePane } from '../../detectors/pane.js';
import { createAdwin, type AdwinState } from '../../detectors/adwin.js';
import type { EvidenceState } from '../../detectors/evidence.js';
import type { FastState } from '../../detectors/fast/index.js';
import type { FeatureType } from '../../src/aggregates/feature-counts.js';
import type { OutcomePane } from '../../src/aggregates/outcome-pane.js';
import type { PredictionPane } from '../../src/aggregates/prediction-pane.js';
import type { Task } from '../../src/events/event.js';
import type { OutcomeSummary } from '../../src/metrics/outcome-summary.js';
import { emptyBooks, type Books } from '../../src/records/books.js';
import type { CommandRecord } from '../../src/records/command.js';
import type { AlertRecord, AwaitedReference, RetrainingRecord } from '../../src/records/feed.js';
import type { Reference } from '../../src/policy/reference.js';
import type { PanesByStream } from '../../src/policy/streams/add-panes.js';
import { BEFORE_TIME } from '../../src/stream/settings.js';
import type { JoinedDays } from '../../src/why/index.js';
import type { BatchState } from './batch-state.js';
import type { OpenCohorts } from './cohorts.js';
import type { FairnessDay } from './fairness.js';
import type { RuleState } from './rule-state.js';
import type { Latched } from '../../detectors/latch.js';
import type { WeightsState } from './weights.js';
import { emptyWindow, type RollingWindow } from './rolling-window.js';
import type { PolicyChange } from './policies.js';

export type TrackName = 'data' | 'performance';
/** `unit`: whole units, for what creeps; `fast`: base panes, for what breaks. */
export type Speed = 'unit' | 'fast';

/** Everything the evaluator knows of one model: plain data (maps, arrays, numbers), so that a snapshot is a copy. */
export interface ModelState {
  model: string;
  task: Task | null;
  /** Watermarks by source partition, over the configured number of partitions. */
  marks: { predictions: number[]; outcomes: number[] };
  /** What ticks vouch for in the name of partitions that never spoke; BEFORE_TIME: no tick yet. */
  unheardUntil: number;
  books: Books;
  /** Base panes that are still open. */
  open: Map<string, OpenPane>;
  /** Wider panes that are still open: what their closed base panes add up to. */
  wide: Map<string, WidePane>;
  /** Predictions that still wait for outcomes, by version and stretch of time. */
  cohorts: OpenCohorts;
  /** Every revision of a cohort that is due until here has been told; BEFORE_TIME: none yet. */
  revised: number;
  /** Every pane that ends here or earlier is closed, by side; BEFORE_TIME: none yet. */
  closed: { prediction: number; outcome: number };
  /** Start of the model's first pane. */
  began: number | null;
  panes: number;
  /** Rows that came for a closed pane (a partition that was never heard of when ticks closed it): counted, dropped. */
  overdue: number;
  features: Map<string, FeatureType>;
  /** The newest version seen in closed prediction panes. */
  serving: string;
  versions: Map<string, VersionState>;
  /** References that have come before the promotion that uses them. */
  references: Map<string, Reference>;
  /** Offsets of the rows by base pane start: covers for retraining. */
  covers: Map<number, PaneCover>;
  alerts: AlertRecord[];
  requests: RetrainingRecord[];
  /** People's retraining commands that wait for the next decision. */
  commands: CommandRecord[];
  /** Decisions of people on how to judge, oldest first. */
  policies: PolicyChange[];
  /** Metrics (null: the whole model) for whose alerts nobody is to be called until then, event time. */
  silences: { metric: string | null; until: number; by: string }[];
  ended: boolean;
}

export interface PaneCover {
  predictions: Record<string, [number, number]>;
  outcomes: Record<string, [number, number]>;
}

export interface OpenPane {
  side: 'prediction' | 'outcome';
  version: string;
  segment: string;
  start: number;
  prediction: PredictionPane | null;
  outcome: OutcomePane | null;
}

export interface WidePane {
  side: 'prediction' | 'outcome';
  version: string;
  segment: string;
  start: number;
  width: number;
  /** Service metrics only: features are kept as evidence, in the reference's bins. */
  prediction: PredictionPane | null;
  outcome: OutcomePane | null;
  /** What its base panes say to the evidence, added up. */
  evidence: PanesByStream;
}

export interface VersionState {
  version: string;
  /** In force from here on (event time); versions without a promotion: first pane seen. */
  from: number;
  /** Put into force by a promotion. */
  promoted: boolean;
  /** Start of the first closed pane with its predictions; null: none yet. */
  seen: number | null;
  /** Starts of the recent days in which it was asked, ascending. */
  days: number[];
  /** Its own reference has been asked for. */
  asked: boolean;
  /** That reference, until it comes. */
  awaited: AwaitedReference | null;
  watch: Watch | null;
  /** Its last reference is of days of another zone, ahead of UTC by so many ms, and is not used. */
  refused: { zoneOffset: number } | null;
  rolling: RollingWindow;
  /** What happened in the newest closed day, by segment: all that a forecast without a model knows. */
  dayBefore: Map<string, OutcomeSummary>;
  /** Of the last days, oldest first, where the fairness of an attribute is asked for. */
  fairness: FairnessDay[];
  /** Reads the errors beside the evidence; it annotates and decides nothing. */
  adwin: AdwinState;
  /** End of the pane in which it last found a change; null: never. */
  adwinAt: number | null;
  /** What is known of people's rules for features, by rule. */
  rules: Map<string, RuleState>;
  /** Of a model that is asked in batches. */
  batch: BatchState | null;
  /** Of a model with several objectives, once weights were said. */
  weights: WeightsState | null;
}

/** A version with a reference: its evidence and the recent panes that its effect is measured on. */
export interface Watch {
  reference: Reference;
  /** The reference is its predecessor's: the version has none of its own yet. */
  inherited: boolean;
  /** First midnight at or after `from`: days before are not whole. The evidence begins with the first whole unit from there. */
  since: number;
  /** Length of the units that its evidence is counted in, ms. */
  unit: number;
  /** Joined rows of the recent units, by feature and segment: where a loss comes from. */
  joined: JoinedDays;
  tracks: Record<TrackName, Track>;
}

export interface Track {
  unit: Attention<EvidenceState>;
  /** null where the reference says nothing about base panes. */
  fast: Attention<FastState> | null;
}

/** One detector of one track, and what it must remember beside its own state. */
export interface Attention<State> {
  evidence: State;
  /** Recent panes by stream, oldest first: what the effect is asked of. */
  recent: Map<string, EvidencePane[]>;
  /** Evidence that waits for its effect, the largest share of the statistic first. */
  latched: Latched[];
  /** Base panes that are being added up to the width that the detector reads. */
  running: { start: number; panes: PanesByStream } | null;
}

export function emptyModel(model: string, partitions: number): ModelState {
  const unheard = () => Array.from<number>({ length: partitions }).fill(BEFORE_TIME);
  return {
    model,
    task: null,
    marks: { predictions: unheard(), outcomes: unheard() },
    unheardUntil: BEFORE_TIME,
    books: emptyBooks(),
    open: new Map(),
    wide: new Map(),
    cohorts: new Map(),
    revised: BEFORE_TIME,
    closed: { prediction: BEFORE_TIME, outcome: BEFORE_TIME },
    began: null,
    panes: 0,
    overdue: 0,
    features: new Map(),
    serving: '',
    versions: new Map(),
    references: new Map(),
    covers: new Map(),
    alerts: [],
    requests: [],
    commands: [],
    policies: [],
    silences: [],
    ended: false,
  };
}

/** The version's state; versions that were never promoted register themselves when first seen. */
export function versionOf(model: ModelState, version: string, seenAt: number): VersionState {
  let state = model.versions.get(version);
  if (!state) {
    state = {
      version,
      from: seenAt,
      promoted: false,
      seen: null,
      days: [],
      asked: false,
      awaited: null,
      watch: null,
      refused: null,
      rolling: emptyWindow(),
      dayBefore: new Map(),
      fairness: [],
      adwin: createAdwin(),
      adwinAt: null,
      rules: new Map(),
      batch: null,
      weights: null,
    };
    model.versions.set(version, state);
  }
  return state;
}
