/**
 * Evidence on rates, one block (a day) at a time, by likelihood ratios tempered for over-dispersion: the binomial
 * ratio of a higher rate q against m0, to the power 1/phi, where phi says how much more the reference's own blocks
 * move than drawing rows explains. A few bad days in a row add up here, where ranks among N days are worth little
 * more for a very bad day than for a bad one.
 */

export interface RateBlocks {
  /** Upper bound (95%) of the reference's rate: the null hypothesis is "at most m0". */
  readonly m0: number;
  /** Over-dispersion, at least 1. */
  readonly phi: number;
}

export interface RateBlock {
  readonly errors: number;
  readonly n: number;
}

const DISPERSION_MARGIN = 1.3;
const UPPER_QUANTILE = 1.645;
/** No single block decides: an e-value may always be cut off. */
const MOST_OF_A_BLOCK = 12;
/** Alternatives, as parts of the way from m0 to 1. */
const STEPS = [0.02, 0.05, 0.1, 0.2, 0.4];

/** A rate that may be this high already has no higher alternative that could be told from it. */
export const MOST_RATE = 0.999;

/** @param blocks of the reference; those of 0 rows are skipped */
export function fitRateBlocks(blocks: readonly RateBlock[]): RateBlocks {
  const filled = blocks.filter((block) => block.n > 0);
  let errors = 0;
  let rows = 0;
  for (const block of filled) {
    errors += block.errors;
    rows += block.n;
  }
  const mean = (errors + 0.5) / (rows + 1);
  let squares = 0;
  let drawn = 0;
  for (const block of filled) {
    squares += (block.errors / block.n - mean) ** 2;
    drawn += (mean * (1 - mean)) / block.n;
  }
  const count = Math.max(1, filled.length);
  const phi = Math.max(1, (DISPERSION_MARGIN * squares) / (drawn || 1));
  const variance = Math.max(squares, drawn) / count;
  const m0 = Math.min(MOST_RATE, mean + UPPER_QUANTILE * Math.sqrt(variance / count));
  return { m0, phi };
}

/** The e-values of one block, one for each alternative; each has its own Shiryaev-Roberts sum, averaged with equal weights. */
export function rateBlockEValues(model: RateBlocks, block: RateBlock): number[] {
  const { m0, phi } = model;
  return STEPS.map((step) => {
    const q = m0 + (1 - m0) * step;
    const logRatio =
      block.errors * Math.log(q / m0) + (block.n - block.errors) * Math.log((1 - q) / (1 - m0));
    return Math.min(MOST_OF_A_BLOCK, Math.exp(logRatio / phi));
  });
}

export const RATE_ALTERNATIVES = STEPS.length;
