/** What kafkajs throws, put into the port's closed table of errors. */
import { LogError } from '../errors.js';
import { accessProblem } from './access-errors.js';
import { CodecError } from './codecs/codecs.js';

/** Another producer has begun a newer epoch of the same transactional id. */
const fencing = new Set([
  'INVALID_PRODUCER_EPOCH',
  'PRODUCER_FENCED',
  'INVALID_PRODUCER_ID_MAPPING',
  'TRANSACTION_COORDINATOR_FENCED',
]);

const tooLarge = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** Kafka's name of the error (`NOT_COORDINATOR_FOR_GROUP`), found below kafkajs's retry wrappers. */
export function protocolErrorType(error: unknown): string | undefined {
  for (const at of withCauses(error)) {
    const { type } = at as Error & { type?: unknown };
    if (typeof type === 'string') return type;
  }
  return undefined;
}

/** The error and those below it, kafkajs's retry wrappers among them; a cycle of causes ends. */
function* withCauses(error: unknown): Generator<Error> {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; depth++) {
    yield at;
    const { cause, originalError } = at as Error & { originalError?: unknown };
    at = cause ?? originalError;
  }
}

/** Whether this error, or one below it, says that a newer producer owns the transactional id. */
export function isFenced(error: unknown): boolean {
  const type = protocolErrorType(error);
  return type !== undefined && fencing.has(type);
}

/** The port's error for a failed call that left no doubt about its effect. */
export function toLogError(error: unknown, what: string): LogError {
  if (error instanceof LogError) return error;
  const problem = accessProblem(error);
  if (problem !== undefined) return new LogError('denied', `${what}: ${problem}`, { cause: error });
  const codec = codecError(error);
  if (codec !== undefined) {
    return new LogError('topic-mismatch', `${what}: ${codec.message}`, { cause: error });
  }
  const type = protocolErrorType(error);
  if (type !== undefined && tooLarge.has(type)) {
    const fix = 'raise max.message.bytes of the topic or send smaller records';
    return new LogError('record-too-large', `${what}: a record exceeds the topic's limit; ${fix}`, {
      cause: error,
    });
  }
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION') {
    return new LogError('topic-mismatch', `${what}: the topic or partition does not exist`, { cause: error });
  }
  return new LogError('unreachable', `${what}: ${messageOf(error)}`, { cause: error });
}

/** No broker has answered where the group's coordinator is. kafkajs takes that for final; a broker that restarts looks so. */
export function isCoordinatorAway(error: unknown): boolean {
  for (const at of withCauses(error)) if (at.name === 'KafkaJSGroupCoordinatorNotFound') return true;
  return false;
}

function codecError(error: unknown): CodecError | undefined {
  for (const at of withCauses(error)) if (at instanceof CodecError) return at;
  return undefined;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
