/** The errors of training, scoring and proving: a closed table that carries what the caller does about each. */

export type TrainingErrorCode =
  | 'no-rows'
  | 'one-outcome'
  | 'bad-outcome'
  | 'too-many-classes'
  | 'no-features'
  | 'diverged'
  | 'artifact-too-large'
  | 'bad-artifact'
  | 'backend-unavailable'
  | 'aborted'
  | 'worker-failed';

/**
 * - `reject`: these rows cannot make a model; the same request will fail again: answer it with this message;
 * - `retry`: the same job may succeed later or elsewhere;
 * - `fatal`: configuration or installation is wrong: stop and tell a person.
 */
export type TrainingErrorHandling = 'reject' | 'retry' | 'fatal';

const handling: Record<TrainingErrorCode, TrainingErrorHandling> = {
  'no-rows': 'reject',
  'one-outcome': 'reject',
  'bad-outcome': 'reject',
  'too-many-classes': 'reject',
  'no-features': 'reject',
  diverged: 'reject',
  'artifact-too-large': 'reject',
  'bad-artifact': 'fatal',
  'backend-unavailable': 'fatal',
  aborted: 'retry',
  'worker-failed': 'retry',
};

export class TrainingError extends Error {
  readonly code: TrainingErrorCode;

  constructor(code: TrainingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TrainingError';
    this.code = code;
  }

  get handling(): TrainingErrorHandling {
    return handling[this.code];
  }
}

/** Whether a string that came from another thread names one of our errors. */
export function isTrainingErrorCode(code: string): code is TrainingErrorCode {
  return Object.hasOwn(handling, code);
}
