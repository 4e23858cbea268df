/** Operations through the REST interface of a running Leeway. */
import { userInfo } from 'node:os';
import type { ReplayResult } from '../server/dead-letters/replay.js';
import type { Life } from '../server/life/life.js';
import type { LettersJson, Operations } from '../server/operations/operations.js';
import type { ProblemBody } from '../server/problem.js';

export function remoteOperations(url: string): Operations {
  return {
    deadLetters: ({ ids, ...filter }, limit) => {
      const query = { ...filter, limit, ...(ids?.[0] !== undefined && { id: ids[0] }) };
      return ask<LettersJson>(url, `/api/dead-letters${queryText(query)}`);
    },
    replay: (filter, again) =>
      ask<ReplayResult>(url, '/api/dead-letters/replay', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-leeway-user': whoami() },
        body: JSON.stringify({ ...filter, again }),
      }),
    life: ({ id, ...rest }) => ask<Life>(url, `/api/predictions/${encodeURIComponent(id)}${queryText(rest)}`),
  };
}

/** Who is asking, as far as this machine knows. */
export function whoami(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that nobody has given a name.
    return 'anonymous';
  }
}

async function ask<T>(url: string, path: string, init?: RequestInit): Promise<T> {
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

function queryText(query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
