/** Figures of a calibration are kept to six significant digits: it travels as JSON, and six are more than it knows. */
export function significant(value: number): number {
  return Number(value.toPrecision(6));
}
