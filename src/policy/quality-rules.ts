/** Rules of people about single features: what a pane breaks of them. */
import { bucketOf } from '../aggregates/category-counts.js';
import type { FeatureCounts } from '../aggregates/feature-counts.js';
import { sortedBins } from '../aggregates/numeric-histogram.js';
import { MAX_FEATURES, type PredictionPane } from '../aggregates/prediction-pane.js';
import { subjectOf } from './streams/stream-names.js';

/** As `leeway.yaml` has it: a range, or the values that there are; the share of faults that is allowed. */
export interface QualityRule {
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly (string | number | boolean)[];
  /** Share of the values that may be outside of them; absent: the policy's floor in points. */
  readonly outside?: number;
  /** Share of the rows that may be without the feature. */
  readonly missing?: number;
}

export type QualityRules = Readonly<Record<string, QualityRule>>;

/** One thing that a rule says, and how much of it is allowed. */
export interface QualityCheck {
  readonly feature: string;
  readonly fault: 'outside' | 'missing';
  readonly rule: QualityRule;
  /** Share of the rows, below 1. */
  readonly allowed: number;
}

/** Rows that one check looks at, and those that break it. */
export interface Faults {
  readonly n: number;
  readonly errors: number;
}

/** In the order of their names. @param floor share that may be outside where a rule does not say it */
export function checksOf(rules: QualityRules, floor: number): QualityCheck[] {
  const checks = Object.entries(rules)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([feature, rule]): QualityCheck[] => {
      const { min, max, values, missing, outside = floor } = rule;
      const ranged = (min ?? max) !== undefined || values !== undefined;
      return [
        ...(ranged ? [{ feature, fault: 'outside' as const, rule, allowed: outside }] : []),
        ...(missing === undefined ? [] : [{ feature, fault: 'missing' as const, rule, allowed: missing }]),
      ];
    });
  return checks.filter(({ allowed }) => allowed < 1);
}

/** The same rules give the same text, in whatever order they were written; undefined: there are none. */
export function orderedRules(rules: QualityRules): QualityRules | undefined {
  const names = Object.keys(rules).sort();
  if (names.length === 0) return undefined;
  return Object.fromEntries(
    names.map((name) => {
      const { min, max, values, outside, missing } = rules[name] as QualityRule;
      return [
        name,
        {
          ...(min !== undefined && { min }),
          ...(max !== undefined && { max }),
          ...(values && { values }),
          ...(outside !== undefined && { outside }),
          ...(missing !== undefined && { missing }),
        },
      ];
    }),
  );
}

/**
 * What a pane of predictions breaks of one check. Missing: of all rows; null, not finite, and not there at all are alike.
 * Outside: of the values that came. Numbers are known within a bin of their histogram, and those of a bin that the limit cuts
 * count as inside; a text where a range is asked for is outside.
 */
export function faultsOf(
  { n, features }: Pick<PredictionPane, 'n' | 'features'>,
  { feature: name, fault, rule }: QualityCheck,
): Faults {
  const feature = features.get(name);
  // Beyond so many features some are left out: a pane says nothing of them.
  if (!feature && features.size >= MAX_FEATURES) return { n: 0, errors: 0 };
  const present = (feature?.numeric?.n ?? 0) + (feature?.categories?.n ?? 0);
  if (fault === 'missing') return { n: Math.max(n, present), errors: Math.max(n, present) - present };
  return { n: present, errors: feature ? outsideOf(feature, rule) : 0 };
}

function outsideOf({ numeric, categories }: FeatureCounts, { min, max, values }: QualityRule): number {
  const bins = numeric ? sortedBins(numeric) : [];
  const count = (of: readonly { readonly count: number }[]) => of.reduce((sum, one) => sum + one.count, 0);
  if (!values) {
    const outside = bins.filter(
      ({ low, high }) => (min !== undefined && high <= min) || (max !== undefined && low > max),
    );
    return count(outside) + (categories?.n ?? 0);
  }
  const numbers = values.filter((value) => typeof value === 'number');
  const buckets = new Set(values.map((value) => bucketOf(String(value))));
  return (
    count(bins.filter(({ low, high }) => !numbers.some((number) => number >= low && number < high))) +
    count([...(categories?.buckets ?? [])].filter(([bucket]) => !buckets.has(bucket)).map(([, own]) => own))
  );
}

/** People have said how much of a feature may be missing: their rule stands in place of what was learned of the stream. */
export function isRuled(rules: QualityRules | undefined, stream: string): boolean {
  const subject = subjectOf(stream);
  if (!rules || subject.about !== 'input' || subject.fault !== 'faulty') return false;
  return Object.hasOwn(rules, subject.feature) && rules[subject.feature]?.missing !== undefined;
}

/** The commonest text that the rule does not name, for people; null for numbers. */
export function strangestOf(
  { features }: Pick<PredictionPane, 'features'>,
  { feature, rule: { values } }: QualityCheck,
): string | null {
  if (!values) return null;
  const named = new Set(values.map((value) => bucketOf(String(value))));
  const strange = [...(features.get(feature)?.categories?.buckets ?? [])]
    .filter(([bucket]) => !named.has(bucket))
    .sort(([a, x], [b, y]) => y.count - x.count || a - b)[0];
  return strange ? strange[1].example : null;
}
