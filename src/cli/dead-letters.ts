import type { LetterJson } from '../server/dead-letters/letter-json.js';
import type { LetterFilter } from '../server/dead-letters/read-letters.js';
import { momentFlag } from './moment-flag.js';
import { numberFlag } from './number-flag.js';
import { withOperations } from './operations-access.js';
import { whoami } from './remote-operations.js';
import { readConfig, type ConfigFlags } from './settings.js';

export interface LetterFlags extends ConfigFlags {
  readonly reason?: string;
  readonly model?: string;
  readonly since?: string;
  readonly url?: string;
  readonly json?: boolean;
}

export interface ListFlags extends LetterFlags {
  readonly limit: string;
}

export interface ReplayFlags extends LetterFlags {
  readonly all?: boolean;
  readonly again?: boolean;
}

/** `leeway dead-letters list`: the newest letters, a line each, and how many there are for each reason. */
export async function listDeadLetters(flags: ListFlags): Promise<number> {
  const limit = numberFlag('--limit', flags.limit, 'a whole number from 1 to 10000', isLimit);
  const filter = filterOf(flags);
  const { letters, counts } = await withOperations(readConfig(flags), flags.url, (operations) =>
    operations.deadLetters(filter, limit),
  );
  if (flags.json) {
    print(JSON.stringify({ letters, counts }));
    return 0;
  }
  for (const letter of letters) print(lineOf(letter));
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
  const byReason = Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([reason, n]) => `${reason} ${n}`);
  print(all === 0 ? 'No dead letters.' : `${all} dead letters: ${byReason.join(', ')}`);
  if (all > letters.length) print(`The newest ${letters.length} are shown; --limit shows more.`);
  return 0;
}

/** `leeway dead-letters show ID`: all of one letter. */
export async function showDeadLetter(id: string, flags: LetterFlags): Promise<number> {
  const ids = [checkedId(id)];
  const { letters } = await withOperations(readConfig(flags), flags.url, (operations) =>
    operations.deadLetters({ ids }, 1),
  );
  const [letter] = letters;
  if (!letter)
    throw new Error(`there is no dead letter ${id}: leeway dead-letters list shows those that there are`);
  if (flags.json) print(JSON.stringify(letter));
  else print(textOf(letter));
  return 0;
}

/** `leeway dead-letters replay [ID...]`: sends letters again after what was wrong is mended. */
export async function replayDeadLetters(ids: readonly string[], flags: ReplayFlags): Promise<number> {
  const filter = { ...filterOf(flags), ...(ids.length > 0 && { ids: ids.map(checkedId) }) };
  if (Object.keys(filter).length === 0 && !flags.all) {
    throw new Error('say which: ids (topic/partition/offset), --reason, --model, --since, or --all');
  }
  const { replayed, before, lost } = await withOperations(readConfig(flags), flags.url, (operations) =>
    operations.replay(filter, flags.again === true, whoami()),
  );
  if (flags.json) {
    print(JSON.stringify({ replayed, before, lost }));
  } else {
    print(`${replayed} sent again.`);
    if (before > 0) print(`${before} were sent again before, so not now; --again does so all the same.`);
    for (const { id, why } of lost) print(`${id} cannot be sent again: ${why}`);
  }
  return lost.length === 0 ? 0 : 1;
}

function filterOf({ reason, model, since }: LetterFlags): LetterFilter {
  return {
    ...(reason !== undefined && { reason }),
    ...(model !== undefined && { model }),
    ...(since !== undefined && { since: momentFlag('--since', since, Date.now()) }),
  };
}

function checkedId(id: string): string {
  if (!/^[^/]+\/\d+\/\d+$/.test(id))
    throw new Error(`a dead letter is named by topic/partition/offset such as predictions/0/17, got ${id}`);
  return id;
}

function isLimit(n: number): boolean {
  return Number.isInteger(n) && n >= 1 && n <= 10_000;
}

function lineOf({ id, diedAt, reason, model, message, replayed }: LetterJson): string {
  const again = replayed.length === 0 ? '' : `  [sent again ${iso(replayed.at(-1)?.at ?? 0)}]`;
  return `${iso(diedAt)}  ${id}  ${reason}  ${model ?? '-'}  ${message}${again}`;
}

function textOf(letter: LetterJson): string {
  const { id, stage, reason, message, appendedAt, diedAt, key, model, bytes, cutFrom, text, replayed } =
    letter;
  return [
    `${id}: ${reason}`,
    `  ${message}`,
    `  appended ${iso(appendedAt)}, given up by the ${stage} ${iso(diedAt)}`,
    `  key ${key === null ? 'none' : JSON.stringify(key)}, model ${model ?? 'unknown'}, ${bytes} bytes`,
    ...(cutFrom === null ? [] : [`  only its beginning was kept; SHA-256 of the whole: ${cutFrom}`]),
    ...replayed.map(({ at, by }) => `  sent again ${iso(at)} by ${by}`),
    '',
    text,
  ].join('\n');
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
