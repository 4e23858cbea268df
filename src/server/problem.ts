/** Errors of the HTTP interface: a status, a code for programs, and for people what is wrong and how to mend it. */
export interface ProblemBody {
  readonly error: { readonly code: string; readonly message: string; readonly fix: string };
}

export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fix: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    problem: { code: string; message: string; fix: string },
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(problem.message);
    this.name = 'HttpProblem';
    this.status = status;
    this.code = problem.code;
    this.fix = problem.fix;
    this.headers = headers;
  }

  get body(): ProblemBody {
    return { error: { code: this.code, message: this.message, fix: this.fix } };
  }
}

/** Seconds after which a caller that was told 429 or 503 should come again. */
const RETRY_AFTER_SECONDS = '1';

export function tooBusy(message: string): HttpProblem {
  return new HttpProblem(
    429,
    {
      code: 'behind',
      message,
      fix: 'send the same body again after Retry-After seconds; nothing of it was accepted',
    },
    { 'Retry-After': RETRY_AFTER_SECONDS },
  );
}

/** Until the next process has taken over, or this one is behind its load balancer's back. */
const STOPPING_RETRY_SECONDS = '5';

export function stopping(): HttpProblem {
  return new HttpProblem(
    503,
    {
      code: 'stopping',
      message: 'Leeway is stopping and takes no more events',
      fix: 'send the same body again after Retry-After seconds; nothing of it was accepted',
    },
    { 'Retry-After': STOPPING_RETRY_SECONDS, Connection: 'close' },
  );
}

export function logUnreachable(message: string): HttpProblem {
  return new HttpProblem(
    503,
    {
      code: 'log-unreachable',
      message,
      fix: 'check the log (Kafka, or the data directory), then send again',
    },
    { 'Retry-After': RETRY_AFTER_SECONDS },
  );
}

export function notFound(what: string, fix: string): HttpProblem {
  return new HttpProblem(404, { code: 'not-found', message: `there is no ${what}`, fix });
}
