import { LOSS_UNITS } from '../aggregates/value-losses.js';
import { bestCell, SEARCH_LIMITS, sidesOf, type Cause } from './best-cell.js';
import type { BinnedLosses } from './binned-losses.js';
import { findCauses } from './causes.js';
import { sumOf, totalOf, type BinLosses, type FeatureLosses } from './feature-losses.js';
import { likeWithLike, type WeightedPane } from './like-with-like.js';
import { marginalLosses } from './loss-source.js';
import { mixAndConcept } from './mix-concept.js';
import { ACCURACY, sentence, type Metric } from './sentence.js';
import { whyLabels } from './why-bins.js';
import { OTHER_VALUES, type SegmentLosses, type WhyPane } from './why-pane.js';
import type { WhyReference } from './why-reference.js';

export interface WhyQuestion {
  readonly reference: WhyReference;
  /** Panes since the onset, by `whyPaneOf` of the same reference. */
  readonly now: readonly WhyPane[];
  /** The newest of them still runs: it holds the rows of the first part of its time. Default false. */
  readonly isRunning?: boolean;
  /** Which mean changed: the share of wrong answers, or the mean loss (log loss, absolute error). */
  readonly measure: 'errors' | 'loss';
  /** How it is spoken of; default: accuracy in points, or "the mean loss". */
  readonly metric?: Metric;
  /** How much the model listens to a feature, in any unit; the ranking follows it within a factor of two. */
  readonly importance?: Readonly<Record<string, number>>;
  /** What the model judges, in the plural. */
  readonly rows?: string;
}

/** One cell's part in the change. */
export interface WhyCause {
  readonly source: 'feature' | 'segment';
  /** Name of the feature, or of the segments' dimension. */
  readonly name: string;
  /** In words: `100 to 250`, `north`. */
  readonly bin: string;
  /** More (or fewer) such rows; such rows doing worse (or better); rows that the reference never had. */
  readonly kind: 'mix' | 'concept' | 'unseen';
  /** In the loss's own unit. */
  readonly part: number;
  /** Of the whole change. */
  readonly share: number;
  /** Rows of now in the cell. */
  readonly n: number;
  /** In standard deviations of what the cell does from pane to pane anyway. */
  readonly score: number;
}

export interface Why {
  /** Means before and now, and their difference: a rise is worse. The reference in the present's mix of slots. */
  readonly before: number;
  readonly now: number;
  readonly total: number;
  /** `total` = `mix` + `concept`, over the bins of `by`: the first cause's feature or dimension, or the one whose mix tells most. */
  readonly mix: number;
  readonly concept: number;
  readonly by: string;
  /** Best first; their parts and `rest` add up to `total`. */
  readonly causes: readonly WhyCause[];
  readonly rest: number;
  /** What other features would say in place of the causes: the same change told again, never to be added up. */
  readonly otherwise: readonly WhyCause[];
  /** For people. */
  readonly sentence: string;
}

interface Table extends FeatureLosses {
  readonly source: WhyCause['source'];
  readonly name: string;
}

const MOST_OTHERWISE = 5;
const LARGEST_PART = 0.99;
const MEAN_LOSS: Metric = { name: 'the mean loss', falls: false, scale: 1, unit: '', decimals: 3 };

/**
 * Why a mean loss changed: which bins of which feature, and which segments, explain it, by more or fewer of their rows (mix)
 * or by other losses inside of them (concept). Deterministic, a function of the SETS of panes.
 *
 * @returns null where one of both sides has no rows, or nothing is known of any feature or segment
 */
export function causesOf(question: WhyQuestion): Why | null {
  const { reference, measure, metric = measure === 'errors' ? ACCURACY : MEAN_LOSS, rows } = question;
  const now = question.now.filter((pane) => pane.rows > 0).toSorted((a, b) => a.start - b.start);
  const before = likeWithLike(reference.panes, now);
  if (now.length === 0 || before.length === 0) return null;
  const tables = tablesOf(reference, before, now, measure);
  if (tables.length === 0) return null;
  const weightOf = weigher(question.importance ?? {});
  const newest = question.isRunning ? worthOf(now.at(-1) as WhyPane, reference.panes) : 1;
  const limits = { ...SEARCH_LIMITS, newest };
  const found = findCauses(marginalLosses(tables), limits, weightOf);
  const tell = (cause: Cause): WhyCause => told(cause, tables, found.delta);
  const causes = found.causes.map(tell);
  const leading = causes[0] ? tableOf(found.causes[0] as Cause, tables) : mostMix(tables);
  const split = mixAndConcept(...sidesOf(leading));
  return {
    before: found.before,
    now: found.now,
    total: found.delta,
    mix: split.mix,
    concept: split.concept,
    by: leading.feature,
    causes,
    rest: found.rest,
    otherwise: tables
      .filter(({ feature }) => found.causes.every((cause) => cause.feature !== feature))
      .flatMap((table) => {
        const best = bestCell([table], { delta: found.delta, weight: 1, limits, weightOf });
        return best ? [{ cause: best.cause, rank: best.rank }] : [];
      })
      .sort((a, b) => b.rank - a.rank || (a.cause.feature < b.cause.feature ? -1 : 1))
      .slice(0, MOST_OTHERWISE)
      .map(({ cause }) => tell(cause)),
    sentence: sentence(found, metric, rows),
  };
}

/** Of a pane that still runs, by its rows: what it varies by is mostly the drawing of them. Never quite 1. */
function worthOf({ rows }: WhyPane, reference: readonly WhyPane[]): number {
  const filled = reference.filter((pane) => pane.rows > 0);
  const usual = sumOf(filled.map((pane) => pane.rows)) / filled.length;
  return Math.min(LARGEST_PART, rows / usual);
}

function told(cause: Cause, tables: readonly Table[], delta: number): WhyCause {
  const table = tableOf(cause, tables);
  return {
    source: table.source,
    name: table.name,
    bin: cause.label,
    kind: cause.unseen ? 'unseen' : Math.abs(cause.mix) > Math.abs(cause.concept) ? 'mix' : 'concept',
    part: cause.contribution,
    share: cause.contribution / delta,
    n: totalOf(table.now, table.labels.length).counts[cause.bin] as number,
    score: cause.score,
  };
}

function tableOf({ feature }: Cause, tables: readonly Table[]): Table {
  return tables.find((table) => table.feature === feature) as Table;
}

/** The table whose mix tells most of the change; any where none does. */
function mostMix(tables: readonly Table[]): Table {
  let best = tables[0] as Table;
  let most = -1;
  for (const table of tables) {
    const { mix } = mixAndConcept(...sidesOf(table));
    if (Math.abs(mix) > most) [best, most] = [table, Math.abs(mix)];
  }
  return best;
}

function tablesOf(
  { bins, dimensions }: WhyReference,
  before: readonly WeightedPane[],
  now: readonly WhyPane[],
  measure: WhyQuestion['measure'],
): Table[] {
  const features = Object.entries(bins).map(([name, own]): Table => {
    const side = ({ features }: WhyPane, weight: number) => losses(features[name], measure, weight);
    return {
      source: 'feature',
      name,
      feature: name,
      labels: whyLabels(own),
      reference: before.map(({ pane, weight }) => side(pane, weight)),
      now: now.map((pane) => side(pane, 1)),
    };
  });
  const segments = Object.keys(dimensions).map((name): Table => {
    const values = valuesOf(name, before, now);
    const side = (pane: WhyPane, weight: number) => segmentSide(pane, name, values, measure, weight);
    return {
      source: 'segment',
      name,
      // A feature of the same name is another table.
      feature: Object.hasOwn(bins, name) ? `segment ${name}` : name,
      labels: [...values, 'none'],
      reference: before.map(({ pane, weight }) => side(pane, weight)),
      now: now.map((pane) => side(pane, 1)),
    };
  });
  return [...features, ...segments];
}

function losses(
  binned: BinnedLosses | undefined,
  measure: WhyQuestion['measure'],
  weight: number,
): BinLosses {
  if (!binned)
    throw new RangeError(
      'a pane of now is in the bins of another reference: make it with whyPaneOf of this one',
    );
  return {
    counts: binned.rows.map((n) => weight * n),
    losses:
      measure === 'errors'
        ? binned.errors.map((n) => weight * n)
        : binned.losses.map((loss) => (weight * loss) / LOSS_UNITS),
  };
}

function valuesOf(name: string, before: readonly WeightedPane[], now: readonly WhyPane[]): string[] {
  const panes = [...before.map(({ pane }) => pane), ...now];
  return [...new Set(panes.flatMap(({ segments }) => Object.keys(segments[name] ?? {})))].sort((a, b) =>
    (a === OTHER_VALUES) !== (b === OTHER_VALUES) ? (a === OTHER_VALUES ? 1 : -1) : a < b ? -1 : 1,
  );
}

/** Rows without the segment are a bin of their own, so that all tables tell of the same rows. */
function segmentSide(
  pane: WhyPane,
  name: string,
  values: readonly string[],
  measure: WhyQuestion['measure'],
  weight: number,
): BinLosses {
  const own = new Map<string, SegmentLosses>(Object.entries(pane.segments[name] ?? {}));
  const lossOf = ([, errors, loss]: SegmentLosses) => (measure === 'errors' ? errors : loss / LOSS_UNITS);
  const counts = values.map((value) => own.get(value)?.[0] ?? 0);
  const losses = values.map((value) => lossOf(own.get(value) ?? [0, 0, 0]));
  const left = pane.rows - sumOf(counts);
  const leftLoss = lossOf([pane.rows, pane.errors, pane.loss]) - sumOf(losses);
  return {
    counts: [...counts, left].map((n) => weight * n),
    losses: [...losses, left > 0 ? Math.max(0, leftLoss) : 0].map((loss) => weight * loss),
  };
}

/** Between a half and twice, by how important a feature is beside the average of those with a figure. */
function weigher(importance: Readonly<Record<string, number>>): (feature: string) => number {
  const figures = Object.values(importance).filter((x) => x > 0 && Number.isFinite(x));
  if (figures.length === 0) return () => 1;
  const mean = sumOf(figures) / figures.length;
  return (feature) =>
    Object.hasOwn(importance, feature)
      ? Math.min(2, Math.max(0.5, (importance[feature] as number) / mean))
      : 1;
}
