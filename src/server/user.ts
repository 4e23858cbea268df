import type { Request } from 'express';

const MAX_USER = 128;

/** Whoever sits before Leeway (a proxy with a log-in) says who it is; Leeway itself asks nobody. */
export function userOf(request: Request): string {
  const user = request.get('x-leeway-user')?.trim();
  return user === undefined || user === '' ? 'anonymous' : user.slice(0, MAX_USER);
}
