import { sumValue } from '../aggregates/exact-sum.js';
import type { OutcomePane } from '../aggregates/outcome-pane.js';

/** What being wrong costs, in one currency; `leeway.yaml` has one of the three kinds. */
export interface Costs {
  /** Of a prediction of 1 whose outcome is 0, and of a 0 whose outcome is 1. */
  readonly falsePositive?: number;
  readonly falseNegative?: number;
  /** Of each unit by which a number is wrong. */
  readonly absoluteError?: number;
  /** Name of a value that outcomes carry: what is missing of it is lost. */
  readonly value?: string;
  /** ISO 4217. */
  readonly currency: string;
}

/** Rows that the costs are asked of, and what happened to them: counts of mistakes, or a sum of errors. */
export interface CostedRows {
  readonly n: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly absoluteErrors: number;
}

export function costedRows({ n, confusion, absoluteError }: OutcomePane): CostedRows {
  return {
    n,
    falsePositives: confusion.get('1\t0') ?? 0,
    falseNegatives: confusion.get('0\t1') ?? 0,
    absoluteErrors: absoluteError.n > 0 ? sumValue(absoluteError.sum) : 0,
  };
}

/** Mean cost of a joined prediction; null without rows, and where the cost is a value that fails to come: then only a change tells. */
export function costPerPrediction(pane: OutcomePane, costs: Costs): number | null {
  if (pane.n === 0 || costs.value !== undefined) return null;
  const { n, falsePositives, falseNegatives, absoluteErrors } = costedRows(pane);
  const cost =
    falsePositives * (costs.falsePositive ?? 0) +
    falseNegatives * (costs.falseNegative ?? 0) +
    absoluteErrors * (costs.absoluteError ?? 0);
  return cost / n;
}

/** An amount for people: three digits are all that an estimate has. */
export function moneyText(amount: number, currency: string): string {
  return `${amount.toLocaleString('en-US', { maximumSignificantDigits: 3 })} ${currency}`;
}
