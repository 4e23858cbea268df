/** Reads a request's body piece by piece. After an error the rest is let pass unread, so that the answer can be sent. */
import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../problem.js';

/** Resolves at the end of the body; rejects with what `onChunk` throws, or when the caller goes away. */
export function readBody(request: IncomingMessage, onChunk: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      try {
        onChunk(chunk);
      } catch (error) {
        settle();
        request.resume();
        reject(error);
      }
    };
    const onEnd = (): void => {
      settle();
      resolve();
    };
    const onGone = (): void => {
      settle();
      reject(
        new HttpProblem(400, {
          code: 'aborted',
          message: 'the connection ended before the body did',
          fix: 'send it again; nothing of it was accepted',
        }),
      );
    };
    const settle = (): void => {
      request.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
      // A connection that breaks later must not become an uncaught error.
      request.on('error', () => undefined);
    };
    request.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
  });
}
