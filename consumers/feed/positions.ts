/**
 * How far a reader has come: by topic and partition, the offset of the NEXT record. A partition that is not there has
 * not been read at all.
 */
export class Positions {
  readonly #next = new Map<string, Map<number, number>>();

  get(topic: string, partition: number): number | undefined {
    return this.#next.get(topic)?.get(partition);
  }

  set(topic: string, partition: number, next: number): void {
    const partitions = this.#next.get(topic);
    if (partitions === undefined) this.#next.set(topic, new Map([[partition, next]]));
    else partitions.set(partition, next);
  }

  *entries(): Generator<readonly [topic: string, partition: number, next: number]> {
    for (const [topic, partitions] of this.#next) {
      for (const [partition, next] of partitions) yield [topic, partition, next];
    }
  }

  copy(): Positions {
    const copy = new Positions();
    for (const [topic, partition, next] of this.entries()) copy.set(topic, partition, next);
    return copy;
  }
}
