/** `5m`, `1h`, `24h`: the name of a pane's width. */
export function widthName(width: number): string {
  return width % 3_600_000 === 0 ? `${width / 3_600_000}h` : `${width / 60_000}m`;
}
