/** The last two handlers of the application: an unknown address, and any error, as JSON. */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { LogError } from '../log/errors.js';
import { HttpProblem, logUnreachable, notFound, tooBusy } from './problem.js';

export const unknownRoute: RequestHandler = (request) => {
  throw notFound(
    `${request.method} ${request.path}`,
    'see GET /api/topology, /api/models, /api/alerts, /metrics, or POST /v1/predictions and /v1/outcomes',
  );
};

export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = toProblem(error);
    if (problem.status >= 500) {
      logger.error({ err: error, method: request.method, path: request.path }, 'request failed');
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    response.set(problem.headers).status(problem.status).json(problem.body);
  };
}

/** What a failure of the log means to the caller. */
export function toProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof LogError) {
    if (error.code === 'log-full') return tooBusy(error.message);
    if (error.code === 'record-too-large') {
      return new HttpProblem(413, { code: 'too-large', message: error.message, fix: 'send smaller records' });
    }
    return logUnreachable(error.message);
  }
  const status = clientErrorStatus(error);
  if (status !== null) {
    return new HttpProblem(status, {
      code: 'bad-request',
      message: (error as Error).message,
      fix: 'mend the request',
    });
  }
  return new HttpProblem(500, {
    code: 'internal',
    message: 'the server failed to answer',
    fix: 'its log has the reason; please report it',
  });
}

/** Express and its parsers throw errors that carry the status (a path that is no UTF-8, say). */
function clientErrorStatus(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  const { status } = error as { status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}
