/** Room for events that have arrived and are not in the log yet. What does not fit is told to come again. */
export interface BudgetLimits {
  readonly pendingBytes: number;
  readonly pendingItems: number;
}

export class PendingBudget {
  readonly #limits: BudgetLimits;
  #bytes = 0;
  #items = 0;

  constructor(limits: BudgetLimits) {
    this.#limits = limits;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get items(): number {
    return this.#items;
  }

  open(): Reservation {
    return new Reservation(
      (bytes, items) => this.#take(bytes, items),
      (bytes, items) => {
        this.#bytes -= bytes;
        this.#items -= items;
      },
    );
  }

  #take(bytes: number, items: number): boolean {
    if (this.#bytes + bytes > this.#limits.pendingBytes) return false;
    if (this.#items + items > this.#limits.pendingItems) return false;
    this.#bytes += bytes;
    this.#items += items;
    return true;
  }
}

/** One request's share; given back as a whole, once. */
export class Reservation {
  readonly #take: (bytes: number, items: number) => boolean;
  readonly #giveBack: (bytes: number, items: number) => void;
  #bytes = 0;
  #items = 0;

  constructor(
    take: (bytes: number, items: number) => boolean,
    giveBack: (bytes: number, items: number) => void,
  ) {
    this.#take = take;
    this.#giveBack = giveBack;
  }

  /** False when it does not fit now; nothing has been taken then. */
  take(bytes: number, items: number): boolean {
    if (!this.#take(bytes, items)) return false;
    this.#bytes += bytes;
    this.#items += items;
    return true;
  }

  release(): void {
    this.#giveBack(this.#bytes, this.#items);
    this.#bytes = 0;
    this.#items = 0;
  }
}
