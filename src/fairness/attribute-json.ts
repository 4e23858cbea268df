import { keepBottomK } from '../aggregates/bottom-k.js';
import { confusionToJson } from '../aggregates/confusion-counts.js';
import {
  histogramFromJson,
  histogramToJson,
  type NumericHistogramJson,
} from '../aggregates/numeric-histogram.js';
import { MAX_GROUPS, type AttributeCounts, type GroupCounts } from './attribute-counts.js';

/** One group: `confusion` by `predicted \t actual`. */
interface GroupCountsJson {
  readonly group: string;
  readonly confusion: Readonly<Record<string, number>>;
  readonly positive: NumericHistogramJson;
  readonly negative: NumericHistogramJson;
}

/** JSON form: groups in the order of their names, so equal counts have equal bytes. */
export interface AttributeCountsJson {
  readonly rows: number;
  readonly missing: number;
  readonly groups: readonly GroupCountsJson[];
}

/**
 * For storage and transport.
 * @example
 * const pane = emptyAttribute();
 * addToAttribute(pane, 'women', { predicted: '1', actual: '0' });
 * JSON.stringify(attributeToJson(pane).groups[0].confusion); // {"1\t0":1}
 */
export function attributeToJson({ rows, missing, groups }: AttributeCounts): AttributeCountsJson {
  keepBottomK(groups, MAX_GROUPS);
  return {
    rows,
    missing,
    groups: [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, { confusion, scores }]) => ({
        group,
        confusion: confusionToJson(confusion),
        positive: histogramToJson(scores.positive),
        negative: histogramToJson(scores.negative),
      })),
  };
}

/**
 * The counts that `attributeToJson` stored.
 * @example attributeFromJson({ rows: 2, missing: 2, groups: [] }).missing; // 2
 */
export function attributeFromJson({ rows, missing, groups }: AttributeCountsJson): AttributeCounts {
  return {
    rows,
    missing,
    groups: new Map(
      groups.map(({ group, confusion, positive, negative }): [string, GroupCounts] => [
        group,
        {
          confusion: new Map(Object.entries(confusion)),
          scores: { positive: histogramFromJson(positive), negative: histogramFromJson(negative) },
        },
      ]),
    ),
  };
}
