/** One question to the REST interface of a running Leeway. */
import type { ProblemBody } from '../server/problem.js';

/** @throws Error that says what was answered, and what to do */
export async function ask<T>(url: string, path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(new URL(path, url), init);
  } catch (error) {
    throw new Error(`no Leeway answers at ${url}: is it running there, with the stage feed?`, {
      cause: error,
    });
  }
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as T;
  throw new Error(`${url}${path} was answered ${response.status}: ${messageIn(text)}`);
}

function messageIn(text: string): string {
  try {
    const { error } = JSON.parse(text) as ProblemBody;
    return `${error.message}; ${error.fix}`;
  } catch {
    // Something else than Leeway has answered: its own words are all there is.
    return text.slice(0, 200);
  }
}
