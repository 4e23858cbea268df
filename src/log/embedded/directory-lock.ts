/**
 * One process owns a log's directory. The lock is a file that names the owner: process id and start time, because ids are
 * reused. A lock whose owner is gone (killed) is taken over. It guards processes of one machine that see each other's ids.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogError } from '../errors.js';

interface Owner {
  readonly pid: number;
  /** As the operating system tells it; null where it does not. */
  readonly started: string | null;
}

const attempts = 10;

/** Throws `LogError` (`locked`) when a living process holds it. Returns what releases it. */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'owner.lock');
  const me: Owner = { pid: process.pid, started: startOf(process.pid) };
  const mine = JSON.stringify(me);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      // A link appears with its content, and only if there is none yet.
      if (tryLink(draft, path)) return () => release(path, mine);
      const found = read(path);
      if (found === undefined) continue;
      const owner = parse(found);
      if (owner !== undefined && isAlive(owner)) {
        const who = owner.pid === process.pid ? 'this process' : `process ${owner.pid}`;
        throw new LogError(
          'locked',
          `the log in ${directory} is in use by ${who} (pid ${owner.pid}); stop it first, or give this one another ` +
            `data directory. If no such process of Leeway runs, remove ${path}`,
        );
      }
      removeStale(path, found);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new LogError(
    'locked',
    `the log in ${directory} is being opened by several processes at once; start one of them`,
  );
}

/** Process id of the living owner of a log's directory; null: nobody owns it. */
export function directoryOwner(directory: string): number | null {
  const owner = parse(read(join(directory, 'owner.lock')) ?? '');
  return owner !== undefined && isAlive(owner) ? owner.pid : null;
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Moves the stale lock aside first: of several that found it stale only one moves it, and none moves a fresh one. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== stale) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function release(path: string, mine: string): void {
  if (read(path) === mine) rmSync(path, { force: true });
}

function parse(text: string): Owner | undefined {
  try {
    const { pid, started } = JSON.parse(text) as Partial<Owner>;
    return typeof pid === 'number' ? { pid, started: started ?? null } : undefined;
  } catch {
    // Not a lock that any version writes whole: whoever wrote it did not live to finish.
    return undefined;
  }
}

function isAlive(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const started = startOf(owner.pid);
  return started === null || owner.started === null || started === owner.started;
}

/** Field 22 of Linux's /proc/PID/stat, in clock ticks since boot; the name in field 2 may hold spaces and brackets. */
function startOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return null;
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}
