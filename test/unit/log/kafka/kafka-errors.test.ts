import { describe, expect, it } from 'vitest';

import { LogError } from '../../../../src/log/errors.js';
import { isFenced, protocolErrorType, toLogError } from '../../../../src/log/kafka/kafka-errors.js';

/** As kafkajs throws them: the broker's error below the wrappers of its retries. */
function wrapped(type: string): Error {
  const protocol = Object.assign(new Error(`broker says ${type}`), { type });
  const original = Object.assign(new Error('wrapped'), { originalError: protocol });
  return new Error('retries exceeded', { cause: original });
}

describe("kafkajs's errors", () => {
  it('show the name of the protocol error below the wrappers', () => {
    expect(protocolErrorType(wrapped('NOT_COORDINATOR_FOR_GROUP'))).toBe('NOT_COORDINATOR_FOR_GROUP');
    expect(protocolErrorType(new Error('plain'))).toBeUndefined();
    expect(protocolErrorType('no error at all')).toBeUndefined();
  });

  it('that name a cycle of causes end', () => {
    const error: Error = new Error('a');
    error.cause = error;
    expect(protocolErrorType(error)).toBeUndefined();
  });

  it('tell fencing from other failures', () => {
    expect(isFenced(wrapped('INVALID_PRODUCER_EPOCH'))).toBe(true);
    expect(isFenced(new LogError('task-lost', 'lost', { cause: wrapped('PRODUCER_FENCED') }))).toBe(true);
    expect(isFenced(wrapped('NOT_COORDINATOR_FOR_GROUP'))).toBe(false);
  });

  it.each([
    ['MESSAGE_TOO_LARGE', 'record-too-large'],
    ['UNKNOWN_TOPIC_OR_PARTITION', 'topic-mismatch'],
    ['GROUP_LOAD_IN_PROGRESS', 'unreachable'],
  ])('%s becomes %s', (type, code) => {
    const error = toLogError(wrapped(type), 'append to x');
    expect(error).toMatchObject({ name: 'LogError', code });
    expect(error.message).toMatch(/^append to x: /);
  });

  it("leave the port's own errors as they are", () => {
    const error = new LogError('offset-gap', 'x');
    expect(toLogError(error, 'y')).toBe(error);
  });
});
