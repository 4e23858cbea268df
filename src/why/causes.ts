import { bestCell, SEARCH_LIMITS, sidesOf, type Cause, type SearchLimits } from './best-cell.js';
import { checkBinLosses, sumOf, totalOf, type BinLosses, type FeatureLosses } from './feature-losses.js';
import type { CellName, LossSource } from './loss-source.js';
import { mixAndConcept } from './mix-concept.js';

export interface Causes {
  readonly before: number;
  readonly now: number;
  readonly delta: number;
  /** The first explains best; each later one is found among the rows outside all before it. */
  readonly causes: readonly Cause[];
  /** `delta` minus all contributions: the change of the rows in none of the cells. */
  readonly rest: number;
}

/**
 * Finds what a change of a mean loss comes from: the cell (bin of a feature) with the largest part in it by the measure of
 * its own variation from pane to pane, then greedily the next among the remaining rows. Each step is an exact split by one
 * cell and the rest, so contributions and `rest` add up to `delta` although every feature explains the same change again.
 *
 * @param weightOf how much the ranking listens to a feature (its importance)
 * @throws RangeError when a side has no rows, a table does not fit, or tables are not about the same rows
 */
export function findCauses(
  source: LossSource,
  limits: SearchLimits = SEARCH_LIMITS,
  weightOf: (feature: string) => number = () => 1,
): Causes {
  const all = source.outside([]);
  const [first] = all;
  if (!first) throw new RangeError('there is no feature to explain the change with');
  all.forEach((table) => check(table, first));
  const whole = mixAndConcept(...sidesOf(first));
  const causes: Cause[] = [];
  const cells: CellName[] = [];
  let weight = 1;
  for (let tables = all; causes.length < limits.most; tables = source.outside(cells)) {
    const best = bestCell(tables, { delta: whole.delta, weight, limits, weightOf });
    if (!best) break;
    causes.push(best.cause);
    cells.push({ feature: best.cause.feature, bin: best.cause.bin });
    weight *= 1 - best.split.shareNow;
  }
  const told = sumOf(causes.map(({ contribution }) => contribution));
  return { before: whole.before, now: whole.now, delta: whole.delta, causes, rest: whole.delta - told };
}

function check(table: FeatureLosses, first: FeatureLosses): void {
  for (const side of ['reference', 'now'] as const) {
    table[side].forEach((pane, i) =>
      checkBinLosses(pane, table.labels.length, `${table.feature}, ${side}, pane ${i}`),
    );
    for (const what of ['counts', 'losses'] as const) {
      const total = ({ labels }: FeatureLosses, panes: readonly BinLosses[]) =>
        sumOf(totalOf(panes, labels.length)[what]);
      const [own, others] = [total(table, table[side]), total(first, first[side])];
      if (Math.abs(own - others) > 1e-9 * Math.max(own, others)) {
        throw new RangeError(
          `${side}: ${what} of ${table.feature} sum to ${own}, those of ${first.feature} to ${others}; ` +
            'all features tell of the same rows: count rows without the feature as missing',
        );
      }
    }
  }
}
