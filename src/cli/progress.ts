/** How far something has come, on one line, once it has taken more than two seconds. */
export class Progress {
  readonly #write: (text: string) => void;
  readonly #terminal: boolean;
  readonly #clock: () => number;
  readonly #begun: number;
  #last: number;
  #shown = false;

  /**
   * @param terminal whether a line can be written over; elsewhere a line every ten seconds is enough
   * @param clock ms
   */
  constructor(write: (text: string) => void, terminal: boolean, clock: () => number) {
    this.#write = write;
    this.#terminal = terminal;
    this.#clock = clock;
    this.#begun = this.#last = clock();
  }

  at(what: string, done: number, of: number): void {
    const now = this.#clock();
    if (now - this.#begun < 2_000 || now - this.#last < (this.#terminal ? 200 : 10_000)) return;
    this.#last = now;
    const share =
      of > 1 ? ` ${Math.min(100, Math.floor((100 * done) / of))}% of ${of.toLocaleString('en-US')}` : '';
    const seconds = Math.round((now - this.#begun) / 1000);
    this.#write(
      `${this.#terminal ? '\r\u001b[K' : ''}${what}${share}, ${seconds} s${this.#terminal ? '' : '\n'}`,
    );
    this.#shown = true;
  }

  done(): void {
    if (this.#shown && this.#terminal) this.#write('\r\u001b[K');
  }
}
