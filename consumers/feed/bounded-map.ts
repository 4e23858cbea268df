/** A map that forgets: at most `limit` entries, the one that was written longest ago goes first. */
export class BoundedMap<K, V> {
  readonly #entries = new Map<K, V>();
  readonly #limit: number;
  readonly #spare: (value: V) => boolean;

  /** `spare` keeps entries that still matter as long as there are others to forget. */
  constructor(limit: number, spare: (value: V) => boolean = () => false) {
    if (limit < 1) throw new RangeError(`BoundedMap requires a limit of at least 1, got ${limit}`);
    this.#limit = limit;
    this.#spare = spare;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: K): V | undefined {
    return this.#entries.get(key);
  }

  set(key: K, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#limit) this.#forgetOne();
  }

  /** Written longest ago first. */
  values(): IterableIterator<V> {
    return this.#entries.values();
  }

  #forgetOne(): void {
    let oldest: K | undefined;
    for (const [key, value] of this.#entries) {
      oldest ??= key;
      if (this.#spare(value)) continue;
      this.#entries.delete(key);
      return;
    }
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
