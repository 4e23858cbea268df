/** Durations as people write them: `90s`, `5m`, `1h`, `7d`, `2w`. */

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const written = /^(\d+(?:\.\d+)?) ?(ms|s|m|h|d|w)$/;

/** Milliseconds, or `undefined` when the text is no duration or no whole number of milliseconds. */
export function parseDuration(text: string): number | undefined {
  const match = written.exec(text.trim());
  if (match === null) return undefined;
  const ms = Math.round(Number(match[1]) * unitMs[match[2] as keyof typeof unitMs] * 1e6) / 1e6;
  return Number.isSafeInteger(ms) ? ms : undefined;
}

/**
 * The shortest way to write a duration, so that errors speak as `leeway.yaml` does.
 * @example formatDuration(3_600_000) // '1h'
 */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    if (ms !== 0 && ms % unitMs[unit] === 0) return `${ms / unitMs[unit]}${unit}`;
  }
  return `${ms}ms`;
}
