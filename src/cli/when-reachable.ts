import { MetricStoreError } from '../metric-store/errors.js';

export interface Patience {
  /** Attempts in all, from 1. */
  readonly attempts: number;
  /** Between two of them. */
  readonly pause: () => Promise<unknown>;
  /** Told once, when the first has failed. */
  readonly onWait: (error: MetricStoreError) => void;
}

/** Opens a metric store that may not be there yet. @throws what the last attempt threw, or at once what waiting cannot mend */
export async function whenReachable(
  open: () => Promise<void>,
  { attempts, pause, onWait }: Patience,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await open();
      return;
    } catch (error) {
      const passing = error instanceof MetricStoreError && error.handling === 'retry';
      if (!passing || attempt >= attempts) throw error;
      if (attempt === 1) onWait(error);
      await pause();
    }
  }
}
