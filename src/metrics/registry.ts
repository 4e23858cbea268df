import { RANKED_PLACES, RANKING_CUTS } from '../aggregates/ranking-sums.js';
import type { Task } from '../events/event.js';

/** What a metric that Leeway emits means: what people, pages and stores are told about its name. */
export interface MetricInfo {
  /** As it stands in records, stores and alerts. */
  readonly name: string;
  /** For people, in the middle of a sentence. */
  readonly label: string;
  readonly meaning: string;
  /** Which way is better; `zero`: the nearer to 0 the better; `none`: it is neither good nor bad by itself. */
  readonly better: 'higher' | 'lower' | 'zero' | 'none';
  /** `outcome`: the unit of the outcomes. */
  readonly unit:
    | 'share'
    | 'correlation'
    | 'nats'
    | 'squared distance'
    | 'outcome'
    | 'count'
    | 'ms'
    | 'currency'
    | 'its own';
  /** Tasks that have it; all of them where it is about the service. */
  readonly tasks: readonly Task[];
  /** Whose panes have it: those of the outcomes, those of the predictions, or cohorts of predictions. */
  readonly side: 'outcome' | 'prediction' | 'cohort';
}

const ALL: readonly Task[] = ['binary', 'multiclass', 'regression', 'ranking'];
const LABELS: readonly Task[] = ['binary', 'multiclass'];
const CLASSES: readonly Task[] = ['multiclass'];
const BINARY: readonly Task[] = ['binary'];
const NUMBERS: readonly Task[] = ['regression'];
const LISTS: readonly Task[] = ['ranking'];

type Row = Omit<MetricInfo, 'side' | 'tasks'>;

const of = (side: MetricInfo['side'], tasks: readonly Task[], rows: readonly Row[]): MetricInfo[] =>
  rows.map((row) => ({ ...row, side, tasks }));

/** Averages of a metric of one class over all classes. */
function averages(name: string, label: string): Row[] {
  const word = label.charAt(0).toUpperCase() + label.slice(1);
  return [
    {
      name: `${name}Micro`,
      label: `micro ${label}`,
      meaning: `${word} over all rows alike: with one label a row it equals the accuracy`,
      better: 'higher',
      unit: 'share',
    },
    {
      name: `${name}Weighted`,
      label: `weighted ${label}`,
      meaning: `${word} averaged over the classes, each by its actual rows`,
      better: 'higher',
      unit: 'share',
    },
  ];
}

/**
 * Every metric whose name is fixed, in the order of the documentation. Names with a part of the user's own are described by
 * `METRIC_FAMILIES`.
 */
export const METRICS: readonly MetricInfo[] = [
  ...of('outcome', ALL, [
    { name: 'outcomes', label: 'outcomes', meaning: 'Joined predictions and outcomes that can be compared', better: 'none', unit: 'count' },
    { name: 'mismatchedOutcomes', label: 'mismatched outcomes', meaning: 'Outcomes that do not fit the task: text for a regression, 7 for a binary model, no list for a ranking', better: 'lower', unit: 'count' },
    { name: 'sampledOutOutcomes', label: 'sampled out outcomes', meaning: 'Pairs beyond the limit of the join (`join.rowsAnHour`), estimated: all values are then estimates from the others', better: 'none', unit: 'count' },
  ]),
  ...of('outcome', LABELS, [
    { name: 'accuracy', label: 'accuracy', meaning: 'Share of rows whose label was right', better: 'higher', unit: 'share' },
    { name: 'balancedAccuracy', label: 'balanced accuracy', meaning: 'Recall averaged over the classes that happened: guessing the common class has 1/classes', better: 'higher', unit: 'share' },
    { name: 'precision', label: 'precision', meaning: 'Of the rows said to be of a class, the share that was; binary: class 1, multiclass: mean over the classes', better: 'higher', unit: 'share' },
    { name: 'recall', label: 'recall', meaning: 'Of the rows that were of a class, the share that was said to be; classes as for precision', better: 'higher', unit: 'share' },
    { name: 'f1', label: 'F1', meaning: 'Harmonic mean of precision and recall; classes as for precision', better: 'higher', unit: 'share' },
  ]),
  ...of('outcome', CLASSES, [...averages('precision', 'precision'), ...averages('recall', 'recall'), ...averages('f1', 'F1')]),
  ...of('outcome', LABELS, [
    { name: 'mcc', label: 'Matthews correlation', meaning: 'Correlation of predicted and actual classes: 0 for guessing, 1 for perfect', better: 'higher', unit: 'correlation' },
    { name: 'kappa', label: "Cohen's kappa", meaning: 'Accuracy beyond guessing with the same shares of classes', better: 'higher', unit: 'correlation' },
    { name: 'logLoss', label: 'log loss', meaning: 'Mean of -ln(probability given to what happened), probabilities kept within 1e-15 of 0 and 1', better: 'lower', unit: 'nats' },
    { name: 'brier', label: 'Brier score', meaning: 'Mean squared distance of the probabilities from what happened; multiclass: summed over the classes', better: 'lower', unit: 'squared distance' },
    { name: 'ece', label: 'calibration error', meaning: 'Mean distance of probabilities from how often they come true, in ten equal bins; multiclass: of the class that was answered', better: 'lower', unit: 'share' },
  ]),
  ...of('outcome', BINARY, [
    { name: 'auc', label: 'AUC', meaning: 'Share of (positive, negative) pairs in which the positive has the larger score', better: 'higher', unit: 'share' },
    { name: 'averagePrecision', label: 'average precision', meaning: 'Precision over the thresholds, weighted by the recall gained there', better: 'higher', unit: 'share' },
    { name: 'outcomeRate', label: 'outcome rate', meaning: 'Share of outcomes that were 1', better: 'none', unit: 'share' },
  ]),
  ...of('outcome', NUMBERS, [
    { name: 'mae', label: 'mean absolute error', meaning: 'Mean of |prediction - outcome|', better: 'lower', unit: 'outcome' },
    { name: 'rmse', label: 'root mean squared error', meaning: 'Root of the mean squared error', better: 'lower', unit: 'outcome' },
    { name: 'medianAbsoluteError', label: 'median absolute error', meaning: 'Median of |prediction - outcome|, known within one bin of its histogram', better: 'lower', unit: 'outcome' },
    { name: 'mape', label: 'mean absolute percentage error', meaning: 'Mean of |prediction - outcome| / |outcome|; undefined once an outcome is 0', better: 'lower', unit: 'share' },
    { name: 'r2', label: 'R squared', meaning: "Share of the outcomes' variance that the predictions explain; below 0: worse than their mean", better: 'higher', unit: 'share' },
    { name: 'bias', label: 'bias', meaning: 'Mean of prediction - outcome', better: 'zero', unit: 'outcome' },
    { name: 'outcomeMean', label: 'mean outcome', meaning: 'Mean of the outcomes', better: 'none', unit: 'outcome' },
  ]),
  ...of('outcome', LISTS, [
    ...RANKING_CUTS.map((k): Row => ({ name: `hitAt${k}`, label: `hit@${k}`, meaning: `Of the lists for which anything was chosen, the share with a chosen item ${k === 1 ? 'in the first place' : `among the first ${k}`}`, better: 'higher', unit: 'share' })),
    ...RANKING_CUTS.map((k): Row => ({ name: `ndcgAt${k}`, label: `NDCG@${k}`, meaning: `Mean discounted gain of the first ${k === 1 ? 'place' : `${k} places`} over that of the best order of what was chosen, where anything was`, better: 'higher', unit: 'share' })),
    { name: 'mrr', label: 'mean reciprocal rank', meaning: `Mean of 1 / rank of the first chosen item, where anything was chosen; 0 beyond place ${RANKED_PLACES}`, better: 'higher', unit: 'share' },
    { name: 'takeRate', label: 'take rate', meaning: 'Share of the lists from which anything was taken', better: 'higher', unit: 'share' },
  ]),
  ...of('outcome', ['binary', 'regression'], [
    { name: 'costPerPrediction', label: 'cost per prediction', meaning: 'Mean cost of a joined prediction, by what mistakes cost (`alerts.costs`); absent where nobody has said so', better: 'lower', unit: 'currency' },
  ]),
  ...of('prediction', ALL, [
    { name: 'predictions', label: 'predictions', meaning: 'Predictions, failed ones included', better: 'none', unit: 'count' },
    { name: 'sampledOut', label: 'sampled out', meaning: 'Predictions beyond the limit of the join (`join.rowsAnHour`), estimated: all values are then estimates from the others', better: 'none', unit: 'count' },
    { name: 'failureRate', label: 'failure rate', meaning: 'Share of predictions that failed', better: 'lower', unit: 'share' },
    { name: 'latencyP50', label: 'median latency', meaning: "Median of the model's own latency, known within one bin of its histogram", better: 'lower', unit: 'ms' },
    { name: 'latencyP95', label: '95% latency', meaning: '95% of the predictions took at most so long', better: 'lower', unit: 'ms' },
    { name: 'latencyP99', label: '99% latency', meaning: '99% of the predictions took at most so long', better: 'lower', unit: 'ms' },
  ]),
  ...of('cohort', ALL, [
    { name: 'labelCoverage', label: 'label coverage', meaning: 'Share of the predictions of one stretch of time whose outcome has come', better: 'higher', unit: 'share' },
    { name: 'outcomeDelayP50', label: 'outcome delay p50', meaning: 'Half of the outcomes came within so long of their prediction (the upper end of a bucket)', better: 'lower', unit: 'ms' },
    { name: 'outcomeDelayP90', label: 'outcome delay p90', meaning: '90% of the outcomes came within so long of their prediction', better: 'lower', unit: 'ms' },
  ]),
]; // prettier-ignore

/** Names that have a part of their own, written in capitals. */
export interface MetricFamily {
  readonly name: string;
  readonly meaning: string;
}

export const METRIC_FAMILIES: readonly MetricFamily[] = [
  { name: 'value:NAME:sum', meaning: 'Sum of a business value that came with the outcomes, exactly' },
  { name: 'value:NAME:mean', meaning: 'Its mean' },
  {
    name: 'baseline:previous:METRIC',
    meaning:
      'What saying the commonest outcome (or the mean) of the day before would have got, in the same metric',
  },
  {
    name: 'baseline:majority:METRIC',
    meaning: "The same of the reference's commonest class; log loss and Brier score of its classes' shares",
  },
  { name: 'baseline:mean:METRIC', meaning: "The same of the reference's mean outcome" },
  {
    name: 'estimated:METRIC',
    meaning: 'What answers alone lead one to expect, before outcomes come; of whole days',
  },
  {
    name: 'estimated:METRIC:low, :high',
    meaning: 'The range that is to hold the realised value in 95 of 100 days',
  },
  { name: 'estimated:outside', meaning: 'Share of the answers that the reference never had' },
  {
    name: 'fairness:ATTRIBUTE:CRITERION:difference, :ratio',
    meaning:
      'How far apart the groups of an attribute are at most, over 28 days; each with `:low` and `:high`, which hold over all groups together',
  },
  {
    name: 'fairness:ATTRIBUTE:four-fifths',
    meaning:
      'The four-fifths rule: 1 where it is met, 0 where it is violated, no value where chance could be either',
  },
  {
    name: 'fairness:ATTRIBUTE:RATE:GROUP',
    meaning: 'A rate of one group; groups that are too small are not named',
  },
  { name: 'fairness:ATTRIBUTE:missing', meaning: 'Share of the rows whose group is not known' },
];

const byName = new Map(METRICS.map((metric) => [metric.name, metric]));

/** @returns undefined for names that the registry does not have */
export function metricInfo(name: string): MetricInfo | undefined {
  return byName.get(name);
}
