/** What the server takes at once; beyond it callers are told to split, or to wait. */
export interface ServerLimits {
  /** Bytes of one request body. */
  readonly bodyBytes: number;
  /** Events in one request body. */
  readonly bodyItems: number;
  /** Bytes of one event. */
  readonly itemBytes: number;
  /** Bytes of bodies that have arrived and are not in the log yet, over all requests. */
  readonly pendingBytes: number;
  /** The same, in events. */
  readonly pendingItems: number;
  /** How far, in milliseconds, an event's time may lie ahead of the clock. */
  readonly futureToleranceMs: number;
}

export const SERVER_LIMITS: ServerLimits = {
  bodyBytes: 16 << 20,
  bodyItems: 50_000,
  itemBytes: 256 << 10,
  pendingBytes: 64 << 20,
  pendingItems: 200_000,
  futureToleranceMs: 5 * 60_000,
};
