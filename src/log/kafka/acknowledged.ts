import { toOffset, type Offset } from '../port.js';

/**
 * The last offset of each task that this process was told is committed. A broker that was killed right afterwards may tell an
 * earlier one (`ranges.ts`); the larger of both is committed for certain.
 */
export class Acknowledged {
  readonly #offsets = new Map<string, Offset>();

  set(group: string, topic: string, partition: number, offset: Offset): void {
    this.#offsets.set(JSON.stringify([group, topic, partition]), offset);
  }

  /** 0 where nothing is known. */
  get(group: string, topic: string, partition: number): Offset {
    return this.#offsets.get(JSON.stringify([group, topic, partition])) ?? toOffset(0);
  }
}
