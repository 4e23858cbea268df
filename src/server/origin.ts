/**
 * Who may talk to a server that has no log-in. On loopback, a page of the internet must neither reach it by a name that
 * it has pointed at 127.0.0.1 (DNS rebinding: the Host header gives it away), nor send it commands across origins.
 */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import { HttpProblem } from './problem.js';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const SAFE_METHODS = new Set(['GET', 'HEAD']);

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Null when the request may go on. `boundTo` is the host that the server listens on. */
export function whyRefused(request: IncomingMessage, boundTo: string): HttpProblem | null {
  const host = request.headers.host;
  if (isLoopback(boundTo) && !isOwnName(host, boundTo)) {
    return new HttpProblem(421, {
      code: 'wrong-host',
      message: `the Host header ${JSON.stringify(host ?? '')} is not a name of this machine`,
      fix: `use http://${boundTo} or http://localhost; to be reached by other names, bind with --host`,
    });
  }
  const isUpgrade = request.headers.upgrade !== undefined;
  if (SAFE_METHODS.has(request.method ?? '') && !isUpgrade) return null;
  if (isCrossOrigin(request)) {
    return new HttpProblem(403, {
      code: 'cross-origin',
      message: 'a page of another origin may not send commands or events, nor listen to the feed',
      fix: "call it from your backend, or from Leeway's own page",
    });
  }
  return null;
}

export function originGuard(boundTo: string): RequestHandler {
  return (request, _response, next) => {
    const problem = whyRefused(request, boundTo);
    if (problem !== null) throw problem;
    next();
  };
}

function isOwnName(host: string | undefined, boundTo: string): boolean {
  if (host === undefined) return false;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return LOOPBACK_NAMES.has(name) || name === boundTo;
}

/** Browsers send Origin with every command and upgrade; programs send none. */
function isCrossOrigin({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return headers['sec-fetch-site'] === 'cross-site';
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
