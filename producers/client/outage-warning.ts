import type { DeliveryError } from './delivery-error.js';

/**
 * What an application hears that has not asked for more: one line when events stop getting through, and no more until
 * they have got through again. A receiver that says when to come back (`Retry-After`) is there: "slower" is no outage.
 */
export class OutageWarning {
  readonly #write: (text: string) => void;
  #told = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  retrying({ message, retryAfterMs }: DeliveryError): void {
    if (this.#told || retryAfterMs > 0) return;
    this.#told = true;
    this.#write(`leeway: events wait and are tried again: ${message}\n`);
  }

  delivered(): void {
    this.#told = false;
  }
}
