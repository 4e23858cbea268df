/** The level of a reference of panes, and how much its panes move beyond the drawing of their rows. */
export interface LevelPane {
  readonly value: number;
  /** Rows of a rate, whose sampling variance follows from the level; null where `variance` is given. */
  readonly rows: number | null;
  readonly variance: number;
}

export interface Level {
  readonly level: number;
  /** tau^2, the variance between panes; above 0. */
  readonly between: number;
  /** Of `level` as an estimate; 0 where it is known. */
  readonly variance: number;
}

/** A reference that never moves still has this much of its level, squared. */
const LEAST_SHARE = 1e-12;
/** And one that is always 0, this much. */
const LEAST = 1e-200;

/**
 * @param panes at least one; rates weigh as their rows, other values all the same
 * @param known the level, null where it is to be estimated
 */
export function fitLevel(panes: readonly LevelPane[], known: number | null): Level {
  let [sum, weight] = [0, 0];
  for (const { value, rows } of panes) {
    sum += value * (rows ?? 1);
    weight += rows ?? 1;
  }
  const level = known ?? sum / weight;
  let excess = 0;
  let precision = 0;
  for (const pane of panes) excess += (pane.value - level) ** 2 - samplingVariance(pane, level);
  const between = leastBetween(
    Math.max(0, excess / Math.max(1, panes.length - (known === null ? 1 : 0))),
    level,
  );
  for (const pane of panes) precision += 1 / (between + samplingVariance(pane, level));
  return { level, between, variance: known === null ? 1 / precision : 0 };
}

export function leastBetween(between: number, level: number): number {
  return between + LEAST_SHARE * level * level + LEAST;
}

/** Half a row is added to either side of a rate, so that one of 0 has a variance too. */
export function samplingVariance({ rows, variance }: LevelPane, level: number): number {
  if (rows === null) return variance;
  const rate = Math.min(1, Math.max(0, (level * rows + 0.5) / (rows + 1)));
  return (rate * (1 - rate)) / rows;
}
