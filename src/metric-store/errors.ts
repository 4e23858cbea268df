/** The metric store's errors: a closed table that carries what the sink does about each. */

export type MetricStoreErrorCode =
  | 'unreachable'
  | 'storage-full'
  | 'invalid-point'
  | 'invalid-query'
  | 'invalid-setting'
  | 'points-refused'
  | 'unauthorized'
  | 'missing'
  | 'truncated'
  | 'locked'
  | 'unreadable'
  | 'not-open';

/** `retry`: the same call may work later, nothing is lost by waiting; `fatal`: stop and tell a person. */
export type MetricStoreErrorHandling = 'retry' | 'fatal';

const handling: Record<MetricStoreErrorCode, MetricStoreErrorHandling> = {
  unreachable: 'retry',
  'storage-full': 'retry',
  'invalid-point': 'fatal',
  'invalid-query': 'fatal',
  'invalid-setting': 'fatal',
  'points-refused': 'fatal',
  unauthorized: 'fatal',
  missing: 'fatal',
  truncated: 'fatal',
  locked: 'fatal',
  unreadable: 'fatal',
  'not-open': 'fatal',
};

export class MetricStoreError extends Error {
  readonly code: MetricStoreErrorCode;

  constructor(code: MetricStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MetricStoreError';
    this.code = code;
  }

  get handling(): MetricStoreErrorHandling {
    return handling[this.code];
  }
}
