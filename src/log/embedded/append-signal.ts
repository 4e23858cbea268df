/** Wakes readers that have read everything, as soon as something was appended to one of their partitions. */
export class AppendSignal {
  readonly #waiting = new Map<string, Set<() => void>>();

  notify(partitions: readonly string[]): void {
    for (const partition of partitions) {
      const waiting = this.#waiting.get(partition);
      if (waiting === undefined) continue;
      this.#waiting.delete(partition);
      for (const wake of waiting) wake();
    }
  }

  /**
   * Resolves at the next append to any of the partitions, or when `stop` is aborted. To be called in the same turn in
   * which nothing more was found to read: nothing can be appended in between.
   */
  wait(partitions: readonly string[], stop: AbortSignal): Promise<void> {
    if (stop.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        stop.removeEventListener('abort', wake);
        for (const partition of partitions) this.#waiting.get(partition)?.delete(wake);
        resolve();
      };
      stop.addEventListener('abort', wake, { once: true });
      for (const partition of partitions) {
        const waiting = this.#waiting.get(partition);
        if (waiting === undefined) this.#waiting.set(partition, new Set([wake]));
        else waiting.add(wake);
      }
    });
  }
}
