/** Metrics of a binary model, straight from its rows: no pane, no histogram, no merging. */
import { nearest, toUnits } from './exact.js';
import { consult, type Row } from './oracle.js';
import type { Rules, SourceRecord } from './source.js';

export type BinaryMetrics = Record<string, Record<string, number>>;

/**
 * @param width of the panes, ms
 * @returns by `[side, model, version, segment, pane start]`; undefined metrics are left out
 */
export function binaryMetrics(
  records: readonly SourceRecord[],
  rules: Rules,
  width: number,
): Promise<BinaryMetrics> {
  const pane = `model, version, segment, floor(start / ${width})::BIGINT * ${width} AS start`;
  return consult(records, rules, async (query) => {
    const metrics: BinaryMetrics = {};
    const add = (side: string, row: Row, values: Record<string, unknown>) => {
      const key = JSON.stringify([side, row['model'], row['version'], row['segment'], Number(row['start'])]);
      const defined = Object.entries(values).filter(([, value]) => value !== null && !Number.isNaN(value));
      metrics[key] = { ...metrics[key], ...(Object.fromEntries(defined) as Record<string, number>) };
    };
    for (const row of await query(`
      SELECT ${pane}, count(*)::DOUBLE AS predictions,
        count(*) FILTER (task = 'failed') / count(*) AS "failureRate"
      FROM prediction_row GROUP BY ALL`))
      add('prediction', row, { predictions: row['predictions'], failureRate: row['failureRate'] });
    for (const row of await query(`
      SELECT ${pane}, count(*)::DOUBLE AS outcomes,
        count(*) FILTER (label = actual) / count(*) AS accuracy,
        count(*) FILTER (label = '1' AND actual = '1') / nullif(count(*) FILTER (label = '1'), 0) AS precision,
        count(*) FILTER (label = '1' AND actual = '1') / nullif(count(*) FILTER (actual = '1'), 0) AS recall,
        count(*) FILTER (actual = '1') / count(*) AS "outcomeRate"
      FROM outcome_row WHERE fit = 'fits' GROUP BY ALL`)) {
      const { outcomes, accuracy, precision, recall, outcomeRate } = row;
      add('outcome', row, { outcomes, accuracy, precision, recall, outcomeRate });
    }
    for (const row of await query(`
      SELECT ${pane}, list(p) AS ps, list((score - actual::DOUBLE) * (score - actual::DOUBLE)) AS squares
      FROM scored_row GROUP BY ALL`)) {
      const losses = (row['ps'] as number[]).map((p) => -Math.log(p));
      add('outcome', row, { logLoss: mean(losses), brier: mean(row['squares'] as number[]) });
    }
    // The share of pairs of a 1 and a 0 in which the 1 has the higher score; a tie is half of one.
    for (const row of await query(`
      WITH rows AS (SELECT ${pane}, score, actual FROM scored_row)
      SELECT a.model, a.version, a.segment, a.start,
        sum(CASE WHEN a.score > b.score THEN 1 WHEN a.score = b.score THEN 0.5 ELSE 0 END)::DOUBLE / count(*) AS auc
      FROM rows a JOIN rows b USING (model, version, segment, start)
      WHERE a.actual = '1' AND b.actual = '0' GROUP BY ALL`))
      add('outcome', row, { auc: row['auc'] });
    return metrics;
  });
}

/** The exact sum, rounded once, by the count. */
function mean(values: readonly number[]): number {
  return nearest(values.reduce((sum, x) => sum + toUnits(x), 0n)) / values.length;
}
