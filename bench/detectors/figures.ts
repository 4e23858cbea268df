/** Numbers for people: as many digits as are worth reading. */

/** Three digits at most, without an exponent; never for Infinity. */
export function figure(value: number): string {
  if (value === Infinity) return 'never';
  if (Number.isNaN(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en-US');
  const digits = size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return String(Number(value.toFixed(digits)));
}

/** 8.5% */
export function percent(share: number): string {
  return `${figure(share * 100)}%`;
}
