/** What this process has used, and what it has used since. */
export interface Use {
  readonly cpuSeconds: number;
  /** Greatest resident memory so far. */
  readonly peakBytes: number;
}

export function useSoFar(): Use {
  const { user, system } = process.cpuUsage();
  // Node gives it in KiB.
  return { cpuSeconds: (user + system) / 1e6, peakBytes: process.resourceUsage().maxRSS * 1024 };
}

/** CPU seconds between two looks; the peak is that of the later one. */
export function useSince(before: Use): Use {
  const now = useSoFar();
  return { cpuSeconds: now.cpuSeconds - before.cpuSeconds, peakBytes: now.peakBytes };
}
