/**
 * The records of the public topics (`metrics`, `provisional`, `alerts`, `retraining`, `models`) and of `commands`: JSON, each with `v`
 * (format version) and `kind`. What the feed, the page, the sink and other people's programs read.
 */
import type { SingleTask, Task } from '../events/event.js';
import type { WeightsShare } from '../objectives/weights-mix.js';
import type { WatchedGap } from '../policy/streams/gap-streams.js';
import type { Books } from './books.js';
import type { AlertMark } from './command.js';

export const RECORD_VERSION = 1;

/** Metrics of one closed pane (or of the rolling window that ends with it). */
export interface MetricsRecord {
  readonly v: 1;
  readonly kind: 'metrics';
  readonly model: string;
  readonly version: string;
  /** `''` = all rows, else `name=value`. */
  readonly segment: string;
  /** Pane width (`5m`, `1h`, `6h`, `24h`) or `rolling`. */
  readonly resolution: string;
  /**
   * Which clock closed it: the panes of predictions or those of outcomes. `cohort`: predictions of one stretch of time and
   * their outcomes so far, told again as they come; the resolution is `cohort` too.
   */
  readonly side: 'prediction' | 'outcome' | 'cohort';
  /** Pane start and end, epoch ms, event time. */
  readonly start: number;
  readonly end: number;
  /** Of a cohort: which telling this is, of how many, and how old the cohort was, ms; a later one replaces it. */
  readonly revision?: { readonly index: number; readonly of: number; readonly age: number };
  /** Rows behind the values. */
  readonly n: number;
  /** Finite values by metric name: `accuracy`, `logLoss`, `failureRate`, `latencyP95` ... */
  readonly values: Readonly<Record<string, number>>;
  /** Why a metric that the task has is not among them, in words, by its name. */
  readonly undefined?: Readonly<Record<string, string>>;
  /** The same by feature: `psi`, `js`; where there is a rule for it, `outside` and `missing`. */
  readonly features?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * What is not decided yet: the open panes of a model, all rows together, and its rolling window with them. Values still
 * change, the last record replaces those before it, and a restart or another partitioning shows other ones in between.
 */
export interface ProvisionalRecord {
  readonly v: 1;
  readonly kind: 'provisional';
  readonly model: string;
  /** Source records that are in the model's totals so far: what its books will say were read. */
  readonly read: { readonly predictions: number; readonly outcomes: number };
  /** The newest of each side and version, in the order of their ends. */
  readonly panes: readonly ProvisionalPane[];
}

/** As in `MetricsRecord`; of an open pane, or of a rolling window that ends with one. */
export type ProvisionalPane = Pick<
  MetricsRecord,
  'version' | 'resolution' | 'side' | 'start' | 'end' | 'n' | 'values'
>;

/** The reference of a version's own panes, asked for and on its way: from when it will be held against it, epoch ms. */
export interface AwaitedReference {
  readonly id: string;
  readonly effectiveFrom: number;
}

/** State of a model's stream, after each closed pane: what is known, how far it is decided, and the books. */
export interface StatusRecord {
  readonly v: 1;
  readonly kind: 'status';
  readonly model: string;
  readonly task: Task | null;
  /** It is the component `<model>/<objective>` of a model with several objectives; absent for others. */
  readonly component?: true;
  /** Everything up to this event time is decided (verdicts given, requests sent). Infinity as null. */
  readonly decidedUntil: number | null;
  /** True once an end marker has come through every partition. */
  readonly ended: boolean;
  /** Ids of all retraining requests decided so far, oldest first. */
  readonly requests: readonly string[];
  /** References that were asked for up to `decidedUntil` and have not come; none: `[]`. */
  readonly awaited?: readonly AwaitedReference[];
  readonly books: Books;
  /** Version in force at `decidedUntil`, with its readiness for verdicts, in words. */
  readonly version: string;
  readonly readiness: string;
  /** The policy that is obeyed at `decidedUntil`, since when (event time; null: from the beginning), and its budget. */
  readonly policy: {
    readonly id: string;
    readonly since: number | null;
    /** At most one false alarm is expected in so many days. */
    readonly budgetDays: number;
  };
  /** Inferred feature types, by name. */
  readonly features: Readonly<Record<string, 'numeric' | 'categorical' | 'mixed' | 'empty'>>;
  readonly panes: number;
}

export type AlertState = 'firing' | 'acknowledged' | 'resolved' | 'superseded';

/**
 * - data: inputs have moved; prediction: the model's answers have, and no input with them
 * - concept: the relation between inputs and outcome; label: the outcomes' own distribution
 * - quality: values are missing, invalid or frozen, the scorer is slow or fails
 * - traffic: how many predictions come
 * - fairness: groups that should be treated alike are further apart
 */
export type AlertChange = 'data' | 'prediction' | 'concept' | 'label' | 'quality' | 'traffic' | 'fairness';

/** A part of the rows, and its part in a loss of performance. */
export interface AlertCause {
  readonly source: 'feature' | 'segment';
  /** Of the feature, or of the segments' dimension; `bin` in words. */
  readonly name: string;
  readonly bin: string;
  /** More or fewer such rows; such rows doing worse; rows that the reference never had. */
  readonly kind: 'mix' | 'concept' | 'unseen';
  readonly part: number;
  readonly share: number;
  readonly n: number;
}

export interface AlertRecord {
  readonly v: 1;
  readonly kind: 'alert';
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly state: AlertState;
  /** `errors`, `log-loss`, `absolute-error`, `ndcg-loss`, `not-taken` (`@name=value`: of one segment), `drift:<feature>`, `faulty:<feature>`, `gap:<attribute>`; of people's rules `quality:<feature>`, `missing:<feature>` ... */
  readonly metric: string;
  readonly track: 'performance' | 'data';
  /** What has changed, by name. */
  readonly change: AlertChange;
  /** `name=value` where the change is that of one segment; `''` = all rows. */
  readonly segment: string;
  /** Id of the first open alert of the model when this one fired, or its own: what likely belongs together. */
  readonly incident: string;
  readonly severity: 'warning' | 'severe';
  readonly detectors: readonly string[];
  /**
   * Event times, epoch ms. `onset` is an estimate, frozen when the alert fires: when the change began, of performance by the
   * time of the predictions.
   */
  readonly onset: number;
  /** The onset is known to about so much, ms: the width of a pane in which it was seen, or more where outcomes come late. */
  readonly onsetWithin: number;
  /** Where outcomes come late: since when they show it, and with them the metrics, which are told by outcome time. */
  readonly shownSince?: number;
  readonly firedAt: number;
  readonly resolvedAt: number | null;
  readonly acknowledgedBy: string | null;
  /** How far from the reference, in the metric's own unit. */
  readonly effect: {
    readonly name: string;
    readonly value: number;
    readonly floor: number;
    readonly reference: number | null;
    readonly now: number | null;
  };
  /** How unlikely: the e-detector's statistic and its threshold. */
  readonly evidence: { readonly statistic: number; readonly threshold: number };
  /**
   * What a loss of performance costs a day since outcomes show it, beyond what as many predictions cost in the reference; as known
   * when it fired. Absent where nobody has said what mistakes cost.
   */
  readonly cost?:
    | {
        /** Negative where the new mistakes are the cheaper ones. */
        readonly perDay: number;
        readonly currency: string;
        readonly perPrediction: { readonly reference: number; readonly now: number };
        /** Predictions whose outcome is known, a day. */
        readonly predictionsPerDay: number;
      }
    | undefined;
  /** In words. */
  readonly why: string;
  /**
   * When its words, change, causes, effect and cost are from (event time, epoch ms), where they were told anew after it had fired;
   * absent: from when it fired.
   */
  readonly explainedAt?: number;
  /** Where a loss of performance comes from, best first; their parts, in the unit of the loss, are of one and the same change. */
  readonly causes: readonly AlertCause[];
  /** Identity of the reference (`''`: a rule of people needs none) and of the policy that decided. */
  readonly reference: string;
  readonly policy: string;
  /** What people have said of it, and when (wall clock of whoever wrote it, epoch ms); absent until somebody has. */
  readonly mark?: {
    readonly mark: AlertMark;
    readonly by: string;
    readonly at: number;
    readonly note?: string;
  };
  /** Nobody is to be called for it until then (event time, epoch ms); absent unless somebody has wished so. */
  readonly silenced?: { readonly until: number; readonly by: string };
}

/** Offsets of one topic by partition: a cover of the rows of an event-time range (first, one past the last). */
export type OffsetCover = Readonly<Record<string, readonly [number, number]>>;

export interface RetrainingRecord {
  readonly v: 1;
  readonly kind: 'retraining';
  readonly id: string;
  readonly model: string;
  readonly task: SingleTask;
  /** The version that a challenger has to beat. */
  readonly champion: string;
  /** `initial`, `alert` or `command`. */
  readonly reason: 'initial' | 'alert' | 'command';
  /** Id of the alert or of the command. */
  readonly cause: string | null;
  /** Event time: end of the deciding pane. */
  readonly requestedAt: number;
  /** Event-time range of the rows, [from, to). */
  readonly from: number;
  readonly to: number;
  readonly cover: { readonly predictions: OffsetCover; readonly outcomes: OffsetCover };
  /** A promoted challenger is in force from here on (event time). */
  readonly effectiveFrom: number;
  /** Groups that a promoted version's reference compares; absent where none are named. */
  readonly gap?: WatchedGap;
  /** The zone by whose midnight that reference's days begin, as standard time ahead of UTC, ms; absent: UTC. */
  readonly zoneOffset?: number;
  /** Length of the units that it is for, ms; absent: a day. */
  readonly unit?: number;
}

/**
 * Asks for the reference of a version that its application put into service by itself: made of the version's own closed
 * panes, trained nothing. Stands in the topic `retraining` and is answered with a record in `references`.
 */
export interface ReferenceRequestRecord {
  readonly v: 1;
  readonly kind: 'reference-request';
  /** Also the id of the reference. */
  readonly id: string;
  readonly model: string;
  readonly version: string;
  /** Event time: end of the deciding pane. */
  readonly requestedAt: number;
  /** Event-time range of the panes, [from, to). */
  readonly from: number;
  readonly to: number;
  /** Width of the base pane and of a unit, ms; units that the evidence asks for. */
  readonly pane: number;
  readonly unit: number;
  readonly minUnits: number;
  /** The zone by whose midnight days begin, as standard time ahead of UTC, ms; absent: UTC. */
  readonly zoneOffset?: number;
  /** The version is held against it from here on (event time). */
  readonly effectiveFrom: number;
  /** Groups that the reference compares; absent where none are named. */
  readonly gap?: WatchedGap;
}

/**
 * The answers of a version with several objectives are made with other weights of its scores from here on: neither drift nor
 * a reason to retrain. A change that goes on is told again under the same id.
 */
export interface WeightsRecord {
  readonly v: 1;
  readonly kind: 'weights';
  readonly id: string;
  readonly model: string;
  readonly version: string;
  /** Event time, epoch ms: start of the first pane with other weights. */
  readonly at: number;
  /** End of the pane that has told it last. */
  readonly toldAt: number;
  /** Weights with their parts of the rows, the largest part first; weights of single requests are in none. */
  readonly before: readonly WeightsShare[];
  readonly after: readonly WeightsShare[];
}

export interface ModelRecord {
  readonly v: 1;
  readonly kind: 'model';
  readonly model: string;
  readonly task: SingleTask;
  readonly version: string;
  /** The request that it answers. */
  readonly request: string;
  readonly champion: string;
  readonly promoted: boolean;
  readonly why: string;
  readonly effectiveFrom: number;
  readonly trainedOn: { readonly from: number; readonly to: number; readonly rows: number };
  readonly backend: string;
  /** On the held-out rows: challenger and champion. */
  readonly proof: Readonly<Record<'challenger' | 'champion', Readonly<Record<string, number | null>>>> | null;
  /** null for a rejected one. */
  readonly artifact: unknown;
  /** Id of the reference published with a promoted version. */
  readonly reference: string | null;
}

export type FeedRecord =
  | MetricsRecord
  | StatusRecord
  | ProvisionalRecord
  | WeightsRecord
  | AlertRecord
  | RetrainingRecord
  | ModelRecord;
