/** Looks at a running Leeway from outside, as an operator does: how far it is behind, and whether its page answers. */
import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 250;

export interface Look {
  /** Epoch ms. */
  readonly at: number;
  /** Records of predictions and outcomes that the profiler has not consumed. */
  readonly lag: number;
  /** How long the page took to answer, ms. */
  readonly pageMs: number;
}

export interface Watch {
  readonly looks: readonly Look[];
  /** Ends the watch. @throws Error where a look has failed: the page did not answer */
  stop(): Promise<void>;
}

export function watch(port: number): Watch {
  const looks: Look[] = [];
  const over = new AbortController();
  const look = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const at = Date.now();
      const began = performance.now();
      const page = await fetch(`http://127.0.0.1:${port}/`);
      await page.text();
      if (page.status !== 200) throw new Error(`the page answered ${page.status}`);
      const pageMs = performance.now() - began;
      looks.push({ at, lag: lagIn(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()), pageMs });
      await sleep(EVERY_MS);
    }
  };
  const watching = look();
  // Heard by `stop`.
  watching.catch(() => undefined);
  return {
    looks,
    stop: async () => {
      over.abort();
      await watching;
    },
  };
}

/** The profiler's lag in Prometheus's text. */
export function lagIn(metrics: string): number {
  let sum = 0;
  for (const [, value] of metrics.matchAll(/^leeway_lag_records\{[^}]*stage="profiler"[^}]*\} (\S+)$/gm))
    sum += Number(value);
  return sum;
}
