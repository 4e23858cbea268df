/**
 * Knows when a consumer has been all around its brokers. kafkajs fetches from each broker in turns and starts a turn
 * when the batches of the one before are processed: so the second start after a moment proves that a whole fetch lies
 * in between.
 */
export class FetchRounds {
  readonly #starts = new Map<string, number>();
  #waiting: { readonly due: ReadonlyMap<string, number>; readonly callback: () => void }[] = [];

  /** A fetch from this broker begins. */
  started(broker: string): void {
    this.#starts.set(broker, (this.#starts.get(broker) ?? 0) + 1);
    const done = this.#waiting.filter(({ due }) => this.#reached(due));
    if (done.length === 0) return;
    this.#waiting = this.#waiting.filter((wait) => !done.includes(wait));
    for (const { callback } of done) callback();
  }

  /** Calls back after one whole fetch from every broker that is known now. */
  afterNext(callback: () => void): void {
    const due = new Map([...this.#starts].map(([broker, count]) => [broker, count + 2]));
    this.#waiting.push({ due, callback });
  }

  /** The brokers may be others from now on: whoever waits need not wait for those that are gone. */
  reset(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#starts.clear();
    for (const { callback } of waiting) callback();
  }

  #reached(due: ReadonlyMap<string, number>): boolean {
    return [...due].every(([broker, count]) => (this.#starts.get(broker) ?? 0) >= count);
  }
}
