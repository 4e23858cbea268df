/** Sums and maxima over the last few minutes, in a fixed number of buckets: memory does not grow with the rate. */

interface Bucket {
  /** Which stretch of time it is for. */
  readonly index: number;
  readonly sums: Map<string, number>;
  readonly maxima: Map<string, number>;
}

export const RECENT_MS = 300_000;
const BUCKETS = 10;
const BUCKET_MS = RECENT_MS / BUCKETS;

export class Recent {
  readonly #clock: () => number;
  #buckets: Bucket[] = [];

  /** @param clock epoch ms */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  add(name: string, n: number): void {
    const { sums } = this.#now();
    sums.set(name, (sums.get(name) ?? 0) + n);
  }

  raise(name: string, to: number): void {
    const { maxima } = this.#now();
    maxima.set(name, Math.max(maxima.get(name) ?? -Infinity, to));
  }

  sum(name: string): number {
    return this.#living().reduce((sum, { sums }) => sum + (sums.get(name) ?? 0), 0);
  }

  /** The largest value within the window; 0 when there was none. */
  max(name: string): number {
    return this.#living().reduce((max, { maxima }) => Math.max(max, maxima.get(name) ?? 0), 0);
  }

  /** Sums of all names that begin so, by the rest of the name. */
  sumsOf(prefix: string): Record<string, number> {
    const found: Record<string, number> = {};
    for (const { sums } of this.#living()) {
      for (const [name, n] of sums) {
        if (!name.startsWith(prefix)) continue;
        const rest = name.slice(prefix.length);
        found[rest] = (found[rest] ?? 0) + n;
      }
    }
    return found;
  }

  #living(): readonly Bucket[] {
    const oldest = Math.floor(this.#clock() / BUCKET_MS) - BUCKETS;
    this.#buckets = this.#buckets.filter(({ index }) => index > oldest);
    return this.#buckets;
  }

  #now(): Bucket {
    const index = Math.floor(this.#clock() / BUCKET_MS);
    const newest = this.#buckets.at(-1);
    if (newest && newest.index >= index) return newest;
    const bucket: Bucket = { index, sums: new Map(), maxima: new Map() };
    this.#buckets = [...this.#living(), bucket];
    return bucket;
  }
}
