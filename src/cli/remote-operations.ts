/** Operations through the REST interface of a running Leeway. */
import { userInfo } from 'node:os';
import type { ReplayResult } from '../server/dead-letters/replay.js';
import type { Life } from '../server/life/life.js';
import type { LettersJson, Operations } from '../server/operations/operations.js';
import { ask } from './ask.js';
import { remoteDecisions } from './remote-decisions.js';

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
    decisions: remoteDecisions(url),
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

function queryText(query: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
