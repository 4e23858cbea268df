/** The log's errors: a closed table that carries what the caller does about each. */

export type LogErrorCode =
  | 'topic-mismatch'
  | 'task-lost'
  | 'log-full'
  | 'record-too-large'
  | 'unreachable'
  | 'denied'
  | 'locked'
  | 'offset-gap';

/** `retry`: the same call may work later; `reopen`: give up local state and restore; `fatal`: stop and tell a person. */
export type LogErrorHandling = 'retry' | 'reopen' | 'fatal';

const handling: Record<LogErrorCode, LogErrorHandling> = {
  'topic-mismatch': 'fatal',
  'task-lost': 'reopen',
  'log-full': 'retry',
  'record-too-large': 'fatal',
  unreachable: 'retry',
  denied: 'fatal',
  locked: 'fatal',
  'offset-gap': 'fatal',
};

export class LogError extends Error {
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LogError';
    this.code = code;
  }

  get handling(): LogErrorHandling {
    return handling[this.code];
  }
}
