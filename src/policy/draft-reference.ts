/**
 * Makes a reference from closed base panes, in two readings: the first learns the bins, the second counts in them. Panes
 * come in the order of their start. Pure; what is kept between two panes is far smaller than the panes.
 */
import { calibrateFast, FAST_DEFAULTS, type FastCalibration } from '../../detectors/fast/index.js';
import type { EvidencePane } from '../../detectors/pane.js';
import { emptyFeature, mergeFeature, type FeatureCounts } from '../aggregates/feature-counts.js';
import { emptyHistogram } from '../aggregates/numeric-histogram.js';
import {
  emptyOutcomePane,
  mergeHowRight,
  outcomeRows,
  type OutcomePane,
} from '../aggregates/outcome-pane.js';
import type { PredictionPane } from '../aggregates/prediction-pane.js';
import { designEffect } from '../aggregates/sample.js';
import {
  emptyWeightCounts,
  mergeWeights,
  weightCountsToJson,
  type WeightCounts,
} from '../aggregates/weight-counts.js';
import { addJoined, whyReferenceOf, type JoinedDays } from '../why/index.js';
import { estimateReference } from '../estimates/estimate-reference.js';
import type { Task } from '../events/event.js';
import { emptyAttribute, mergeAttribute, type AttributeCounts } from '../fairness/attribute-counts.js';
import { attributeOf } from '../fairness/segments.js';
import { outcomeSummary } from '../metrics/outcome-summary.js';
import { binsOf, type Bins } from './bins.js';
import { EVIDENCE_SCALES, HOURLY_SCALE, type Reference } from './reference.js';
import { DAY, dayStart, widePaneStart } from './units.js';
import { addPane, type PanesByStream } from './streams/add-panes.js';
import {
  answerOf,
  countsOf,
  distributionPanes,
  expectedLossPane,
  integrityPanes,
  servicePanes,
  volumeOf,
} from './streams/data-streams.js';
import { costPanes } from './streams/cost-streams.js';
import { effectivePanes } from './streams/effective-panes.js';
import {
  gapPanes,
  groupPanes,
  largeGroups,
  type GapReference,
  type WatchedGap,
} from './streams/gap-streams.js';
import { outcomePane, performancePanes, segmentPane } from './streams/performance-streams.js';
import {
  costStream,
  EXPECTED_LOSS_STREAM,
  FAILURES_STREAM,
  featureStream,
  LATENCY_STREAM,
  OUTCOME_STREAM,
  PERFORMANCE,
  PREDICTION_STREAM,
  VOLUME_STREAM,
} from './streams/stream-names.js';

export interface DraftSettings {
  /** Event-time range, [from, to). */
  readonly from: number;
  readonly to: number;
  /** Width of the base pane, ms. */
  readonly pane: number;
  /** Length of a unit, ms: what is kept are days, of which either unit can be made. */
  readonly unit: number;
  /** Units that the evidence asks for. */
  readonly minUnits: number;
  /** The zone by whose midnight days begin, as standard time ahead of UTC, ms; absent: UTC. */
  readonly zoneOffset?: number;
  /** What the model answers; read off its answers where it is not said. */
  readonly task?: Task;
  /** Groups that should be treated alike. */
  readonly gap?: WatchedGap;
}

export interface ReferenceDraft {
  readonly settings: DraftSettings;
  readonly features: Map<string, FeatureCounts>;
  readonly answers: FeatureCounts;
  readonly weights: WeightCounts;
  readonly outcomes: FeatureCounts;
  bins: Record<string, Bins>;
  /** By width, then by start. */
  readonly wide: Map<number, Map<number, PanesByStream>>;
  readonly fine: { readonly data: EvidencePane[]; readonly performance: EvidencePane[] };
  /** Base panes in which predictions came. */
  readonly filled: Set<number>;
  /** Names of the answers: `score`, `value`, `confidence`, `label`, `places`. */
  readonly answerNames: Set<string>;
  /** Outcomes of all rows by day, by its start: what estimates and baselines are made from. */
  readonly days: Map<number, OutcomePane>;
  /** The rows of the groups that should be treated alike, by day. */
  readonly groups: Map<number, AttributeCounts>;
  /** Names of the business values that outcomes carry. */
  readonly values: Set<string>;
  /** Rows by segment. */
  readonly segments: Map<string, number>;
  /** Segments that are watched by themselves; settled between the readings. */
  watched: ReadonlySet<string>;
  readonly joined: JoinedDays;
}

/** Segments beyond so many, the smallest ones, are not watched by themselves. */
export const WATCHED_SEGMENTS = 32;
/** A segment with fewer outcomes a day is not either. */
const LEAST_SEGMENT_ROWS = 10;

export function draftReference(settings: DraftSettings): ReferenceDraft {
  return {
    settings,
    features: new Map(),
    answers: emptyFeature(),
    weights: emptyWeightCounts(),
    outcomes: emptyFeature(),
    bins: {},
    wide: new Map(),
    fine: { data: [], performance: [] },
    filled: new Set(),
    answerNames: new Set(),
    days: new Map(),
    groups: new Map(),
    values: new Set(),
    segments: new Map(),
    watched: new Set(),
    joined: new Map(),
  };
}

/** First reading: what values the features have. */
export function learnFeatures(draft: ReferenceDraft, { features }: Pick<PredictionPane, 'features'>): void {
  for (const [name, feature] of features) {
    let own = draft.features.get(name);
    if (!own) draft.features.set(name, (own = emptyFeature()));
    mergeFeature(own, feature);
  }
}

/** First reading: what the model answers. */
export function learnAnswers(
  draft: ReferenceDraft,
  pane: Pick<PredictionPane, 'answers'> & Partial<Pick<PredictionPane, 'weights'>>,
): void {
  if (pane.weights) mergeWeights(draft.weights, pane.weights);
  for (const name of pane.answers.keys()) draft.answerNames.add(name);
  const answer = answerOf(pane);
  if (answer) mergeFeature(draft.answers, answer);
}

/** First reading: what happens, and where. */
export function learnOutcomes(draft: ReferenceDraft, pane: OutcomePane, segment: string): void {
  if (segment !== '') {
    draft.segments.set(segment, (draft.segments.get(segment) ?? 0) + pane.n);
    return;
  }
  mergeFeature(draft.outcomes, pane.outcomes);
  for (const name of pane.values.keys()) draft.values.add(name);
}

/** Between the readings. */
export function settleBins(draft: ReferenceDraft): void {
  const bins: Record<string, Bins> = {};
  const put = (stream: string, feature: FeatureCounts) => {
    const own = binsOf(feature);
    if (own) bins[stream] = own;
  };
  for (const [name, feature] of [...draft.features].sort(([a], [b]) => (a < b ? -1 : 1))) {
    put(featureStream(name), feature);
  }
  put(PREDICTION_STREAM, draft.answers);
  put(OUTCOME_STREAM, draft.outcomes);
  draft.bins = bins;
  draft.watched = largestSegments(draft);
}

/** Second reading: all predictions of one base pane, of the versions that the reference is made from. */
export function countPredictions(
  draft: ReferenceDraft,
  start: number,
  pane: Pick<PredictionPane, 'n' | 'failed' | 'features' | 'answers' | 'latency'> &
    Partial<Pick<PredictionPane, 'sample'>>,
): void {
  const place = { scale: draft.settings.pane, start };
  const effect = designEffect(pane.sample, pane.n);
  const distributions = effectivePanes(distributionPanes(countsOf(pane, draft.bins), place), effect);
  const service = effectivePanes(servicePanes(pane, place), effect);
  const expected = expectedLossPane(pane, place);
  widen(draft, [...distributions, ...service, ...effectivePanes(expected ? [expected] : [], effect)]);
  draft.filled.add(start);
  if (!isFine(draft)) return;
  const volume = volumeOf(pane.n, place);
  draft.fine.data.push(...distributions, ...integrityPanes(distributions, draft.bins), ...service, volume);
}

/** Second reading: the joined pairs of one base pane. */
export function countOutcomes(
  draft: ReferenceDraft,
  start: number,
  pane: OutcomePane,
  segment: string,
): void {
  addJoined(draft.joined, draft.settings, start, segment, pane);
  const place = { scale: draft.settings.pane, start };
  const effect = designEffect(pane.sample, outcomeRows(pane));
  if (segment !== '') {
    countGroup(draft, start, pane, segment);
    const own = draft.watched.has(segment) ? segmentPane(pane, place, segment) : null;
    if (own) widen(draft, effectivePanes([own], effect));
    return;
  }
  mergeHowRight(dayOf(draft, start), pane);
  const all = [...performancePanes(pane, place), ...outcomePane(pane, draft.bins[OUTCOME_STREAM], place)];
  const panes = effectivePanes(all, effect);
  widen(draft, panes);
  for (const own of costPanes(pane, [...draft.values].sort(), place)) addAt(draft, own, FINEST);
  if (isFine(draft)) draft.fine.performance.push(...panes);
}

/** Rates ask for labels only. */
const NO_SCORES = { positive: emptyHistogram(), negative: emptyHistogram() };

/** Second reading: the joined pairs of one base pane that are in one group, if those of its segment are to be treated alike. */
export function countGroup(
  { settings, groups }: ReferenceDraft,
  start: number,
  pane: OutcomePane,
  segment: string,
): void {
  const { gap } = settings;
  if (!gap || !segment.startsWith(`${gap.attribute}=`)) return;
  const day = dayStart(settings, start);
  let own = groups.get(day);
  if (!own) groups.set(day, (own = emptyAttribute()));
  mergeAttribute(
    own,
    attributeOf(null, new Map([[segment, { confusion: pane.confusion, scores: NO_SCORES }]]), gap.attribute),
  );
}

export function finishReference(
  draft: ReferenceDraft,
  identity: Pick<Reference, 'id' | 'model' | 'version'>,
): Reference {
  const { from, to, zoneOffset } = draft.settings;
  addEmptyPanes(draft);
  const gap = gapOf(draft);
  const wide = EVIDENCE_SCALES.flatMap((scale) => panesAt(draft, scale)).sort(byPlace);
  const isPerformance = ({ stream }: EvidencePane) => performanceStreams.test(stream);
  const isEstimate = ({ stream }: EvidencePane) => stream === EXPECTED_LOSS_STREAM;
  const isCost = ({ stream }: EvidencePane) => stream.startsWith(COST);
  return {
    ...identity,
    from,
    to,
    ...(zoneOffset && { zoneOffset }),
    bins: draft.bins,
    data: wide.filter((pane) => !isPerformance(pane) && !isEstimate(pane) && !isCost(pane)),
    performance: [...wide.filter(isPerformance), ...gap.evidence],
    ...(gap.reference && { gap: gap.reference }),
    estimates: wide.filter(isEstimate),
    costs: wide.filter(isCost),
    ...lessonsOf(draft),
    hourly: panesAt(draft, HOURLY_SCALE)
      .filter(({ kind }) => kind !== 'distribution')
      .sort(byPlace),
    fast: {
      data: fastOf(draft, draft.fine.data),
      performance: fastOf(draft, draft.fine.performance),
    },
    ...(draft.weights.rows > 0 && { weights: weightCountsToJson(draft.weights) }),
    why: whyReferenceOf([...draft.joined.values()], {
      width: DAY,
      nameOf: (feature, bucket) => draft.features.get(feature)?.categories?.buckets.get(bucket)?.example,
    }),
  };
}

/** How far apart the groups were, day by day: of those that are large enough on average. */
function gapOf({ settings: { gap }, groups, days: all }: ReferenceDraft): {
  readonly reference?: GapReference;
  readonly evidence: readonly EvidencePane[];
} {
  if (!gap) return { evidence: [] };
  const days = [...groups].sort(([a], [b]) => a - b);
  const panes = days.map(([start, counts]) => groupPanes(counts, gap, { scale: DAY, start }));
  const large = largeGroups(panes.flat(), gap.leastRows);
  if (large.size < 2) return { evidence: [] };
  const compared = days.map(([start], i) => {
    const whole = all.get(start);
    const effect = whole ? designEffect(whole.sample, outcomeRows(whole)) : 1;
    return effectivePanes(
      (panes[i] ?? []).filter(({ stream }) => large.has(stream)),
      effect,
    );
  });
  const evidence = days.flatMap(([start], i) => gapPanes(compared[i] ?? [], gap, { scale: DAY, start }));
  return { reference: { ...gap, groups: compared.flat() }, evidence };
}

/** What is known of the outcomes without watching any pane: their summary, and how performance is estimated. */
function lessonsOf({
  settings,
  answerNames,
  days,
}: ReferenceDraft): Pick<Reference, 'outcomes' | 'estimator'> {
  const task = settings.task ?? taskOf(answerNames);
  const panes = [...days].sort(([a], [b]) => a - b).map(([, pane]) => pane);
  const all = emptyOutcomePane();
  for (const pane of panes) mergeHowRight(all, pane);
  const estimator = estimateReference(panes, task);
  return { outcomes: outcomeSummary(all, task), estimator: 'reason' in estimator ? null : estimator };
}

/** Labels alone are read as classes: what is made of them is the same for two. */
function taskOf(answerNames: ReadonlySet<string>): Task {
  if (answerNames.has('places')) return 'ranking';
  if (answerNames.has('value')) return 'regression';
  return answerNames.has('score') ? 'binary' : 'multiclass';
}

function dayOf({ settings, days }: ReferenceDraft, time: number): OutcomePane {
  const start = dayStart(settings, time);
  let pane = days.get(start);
  if (!pane) days.set(start, (pane = emptyOutcomePane()));
  return pane;
}

const FINEST = Math.min(...EVIDENCE_SCALES);
const COST = costStream('');
const performanceStreams = new RegExp(`^(?:${PERFORMANCE.join('|')})(?:@|$)|^outcome$`);

/** Streams that tell that the model as a whole breaks: together they hold half of the fast statistic. */
const VITAL = [...PERFORMANCE, FAILURES_STREAM, LATENCY_STREAM, VOLUME_STREAM];

function fastOf(draft: ReferenceDraft, panes: readonly EvidencePane[]): FastCalibration | null {
  if (panes.length === 0) return null;
  const { settings } = draft;
  const scale = fastScale(draft);
  const calibration = calibrateFast(scale === settings.pane ? panes : widened(draft, panes, scale), {
    ...FAST_DEFAULTS,
    unitMs: DAY,
    scale,
    zoneOffsetMs: settings.zoneOffset ?? 0,
    minUnits: leastDays(settings),
    directions: { [VOLUME_STREAM]: 'both' },
    vital: VITAL,
  });
  return calibration.ready ? calibration : null;
}

/** Days that the fast path asks for, whatever the unit: of a reference of many weeks not every day has rows. */
function leastDays({ unit, minUnits }: DraftSettings): number {
  return unit === DAY ? minUnits : FAST_DEFAULTS.minUnits;
}

/** Mean rows of the panes that the fast path reads, where an hour has that many. */
const FAST_ROWS = 100;

/** Base panes, or as many of them together as it takes for a pane to say something; an hour at most. */
function fastScale({ settings: { pane, from, to }, fine }: ReferenceDraft): number {
  const rows = fine.data.reduce((sum, one) => sum + (one.stream === FAILURES_STREAM ? one.n : 0), 0);
  const meanRows = (rows * pane) / (to - from);
  const widths = Array.from({ length: HOURLY_SCALE / pane }, (_, i) => (i + 1) * pane);
  const fitting = widths.filter((width) => HOURLY_SCALE % width === 0);
  return fitting.find((width) => (meanRows * width) / pane >= FAST_ROWS) ?? HOURLY_SCALE;
}

function widened(
  { settings }: ReferenceDraft,
  panes: readonly EvidencePane[],
  scale: number,
): EvidencePane[] {
  const byStart = new Map<number, PanesByStream>();
  for (const pane of panes) {
    const start = widePaneStart(settings, pane.start, scale);
    let own = byStart.get(start);
    if (!own) byStart.set(start, (own = new Map()));
    addPane(own, pane, { start, scale });
  }
  return [...byStart.values()].flatMap((own) => [...own.values()]);
}

/** The fast path looks at base panes of an hour at most. */
function isFine({ settings }: ReferenceDraft): boolean {
  return HOURLY_SCALE % settings.pane === 0;
}

/** Nothing came: that is a volume, too. */
function addEmptyPanes(draft: ReferenceDraft): void {
  const { from, to, pane } = draft.settings;
  if (!isFine(draft)) return;
  for (let start = Math.ceil(from / pane) * pane; start + pane <= to; start += pane) {
    if (!draft.filled.has(start)) draft.fine.data.push(volumeOf(0, { scale: pane, start }));
  }
  for (const one of draft.fine.data) if (one.stream === VOLUME_STREAM) addAt(draft, one, HOURLY_SCALE);
}

function largestSegments({ settings: { from, to }, segments }: ReferenceDraft): Set<string> {
  const least = (LEAST_SEGMENT_ROWS * (to - from)) / DAY;
  const largest = [...segments]
    .filter(([, rows]) => rows >= least)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, WATCHED_SEGMENTS);
  return new Set(largest.map(([name]) => name));
}

function widen(draft: ReferenceDraft, panes: readonly EvidencePane[]): void {
  for (const pane of panes) {
    for (const scale of EVIDENCE_SCALES) addAt(draft, pane, scale);
    if (isFine(draft) && pane.kind !== 'distribution') addAt(draft, pane, HOURLY_SCALE);
  }
}

function addAt({ settings, wide }: ReferenceDraft, pane: EvidencePane, scale: number): void {
  let byStart = wide.get(scale);
  if (!byStart) wide.set(scale, (byStart = new Map()));
  const start = widePaneStart(settings, pane.start, scale);
  let panes = byStart.get(start);
  if (!panes) byStart.set(start, (panes = new Map()));
  addPane(panes, pane, { start, scale });
}

function panesAt({ wide }: ReferenceDraft, scale: number): EvidencePane[] {
  return [...(wide.get(scale)?.values() ?? [])].flatMap((panes) => [...panes.values()]);
}

function byPlace(a: EvidencePane, b: EvidencePane): number {
  return a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.scale - b.scale || a.start - b.start;
}
