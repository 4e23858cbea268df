/** What mistakes are counted in, before anybody says what one costs: kept in raw, as costs change and references do not. */
import type { EvidencePane } from '../../../detectors/pane.js';
import { sumValue } from '../../aggregates/exact-sum.js';
import type { OutcomePane } from '../../aggregates/outcome-pane.js';
import { costedRows, type Costs } from '../costs.js';
import type { Place } from './data-streams.js';
import { costStream } from './stream-names.js';

/**
 * Rates of both kinds of mistakes (binary), the mean error (regression), and business values, each a joined row: asked for a
 * sum, never evidence. Rows that carry no value count as 0 of it.
 *
 * @param values names of the values that the reference knows
 */
export function costPanes(pane: OutcomePane, values: readonly string[], place: Place): EvidencePane[] {
  const rows = costedRows(pane);
  const { n } = rows;
  // No mistake of a list has a price of its own; its values are summed as any other's.
  if (n === 0) return [];
  const mean = (name: string, sum: number): EvidencePane => {
    return { kind: 'mean', stream: costStream(name), ...place, n, sum, sumSquares: 0 };
  };
  const rate = (name: string, errors: number): EvidencePane => {
    return { kind: 'rate', stream: costStream(name), ...place, n, errors };
  };
  const mistakes =
    pane.absoluteError.n > 0
      ? [mean(ABSOLUTE_ERROR, rows.absoluteErrors)]
      : [rate(FALSE_POSITIVES, rows.falsePositives), rate(FALSE_NEGATIVES, rows.falseNegatives)];
  const carried = values.map((name) => {
    const own = pane.values.get(name);
    return mean(`${VALUE}${name}`, own ? sumValue(own.sum) : 0);
  });
  return [...mistakes, ...carried];
}

/** What costs add up: streams, each with the cost of one unit of it; a value that comes is no loss. */
export function costWeights(costs: Costs): (readonly [stream: string, weight: number])[] {
  const { falsePositive, falseNegative, absoluteError, value } = costs;
  const weights: (readonly [string, number | undefined])[] = [
    [FALSE_POSITIVES, falsePositive],
    [FALSE_NEGATIVES, falseNegative],
    [ABSOLUTE_ERROR, absoluteError],
    [`${VALUE}${value}`, value === undefined ? undefined : -1],
  ];
  return weights.flatMap(([name, weight]) => (weight ? [[costStream(name), weight] as const] : []));
}

/** Names of the values among the streams of a reference. */
export function valuesOf(panes: readonly EvidencePane[]): string[] {
  const names = new Set<string>();
  const prefix = costStream(VALUE);
  for (const { stream } of panes) if (stream.startsWith(prefix)) names.add(stream.slice(prefix.length));
  return [...names];
}

const FALSE_POSITIVES = 'false-positives';
const FALSE_NEGATIVES = 'false-negatives';
const ABSOLUTE_ERROR = 'absolute-error';
const VALUE = 'value:';
