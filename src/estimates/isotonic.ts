/** Rows that share a place on the x axis. */
export interface IsotonicPoint {
  readonly x: number;
  /** How many rows; 0 is passed over. */
  readonly weight: number;
  /** Their mean. */
  readonly y: number;
}

/**
 * The non-decreasing fit with the least weighted squared error, by pooling adjacent violators (Ayer et al. 1955), as
 * blocks of one level each. A block stands at the weighted mean of its x (Oron and Flournoy 2017, "Centered isotonic
 * regression"), so that what lies between two blocks can be interpolated. O(n).
 *
 * @param points  in ascending order of x
 * @throws RangeError for points out of order
 * @example isotonicBlocks([{ x: 0, weight: 1, y: 1 }, { x: 1, weight: 1, y: 0 }]); // [{ x: 0.5, weight: 2, y: 0.5 }]
 */
export function isotonicBlocks(points: readonly IsotonicPoint[]): IsotonicPoint[] {
  const blocks: { x: number; weight: number; y: number }[] = [];
  let lastX = -Infinity;
  for (const { x, weight, y } of points) {
    if (x < lastX)
      throw new RangeError(`isotonic points are in order of x, but ${x} follows ${lastX}: sort them`);
    lastX = x;
    if (weight === 0) continue;
    let block = { x, weight, y };
    let before = blocks.at(-1);
    while (before && before.y >= block.y) {
      block = pooled(before, block);
      blocks.pop();
      before = blocks.at(-1);
    }
    blocks.push(block);
  }
  return blocks;
}

function pooled(a: IsotonicPoint, b: IsotonicPoint): { x: number; weight: number; y: number } {
  const weight = a.weight + b.weight;
  return {
    x: (a.x * a.weight + b.x * b.weight) / weight,
    weight,
    y: (a.y * a.weight + b.y * b.weight) / weight,
  };
}
