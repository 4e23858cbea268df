/**
 * What the client does about a failed delivery: `retry`: the same batch may work later; `split`: the batch is too
 * large, its halves may work; `fatal`: no repetition mends it, the application has to be told.
 */
export type DeliveryHandling = 'retry' | 'split' | 'fatal';

export class DeliveryError extends Error {
  readonly handling: DeliveryHandling;
  /** The receiver asked to be left alone for this long. */
  readonly retryAfterMs: number;

  constructor(
    handling: DeliveryHandling,
    message: string,
    options: ErrorOptions & { retryAfterMs?: number } = {},
  ) {
    super(message, options);
    this.name = 'DeliveryError';
    this.handling = handling;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}
