/** `leeway` as processes of their own, on a place. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Books } from '../../../src/records/books.js';
import type { StatusRecord } from '../../../src/records/feed.js';
import { CliProcess, runCli } from '../demo/cli-process.js';
import { PARTITIONS, type Place } from './engines.js';

/** `leeway run` with the place's log, ready. Its own folder has the configuration that all commands of the place share. */
export async function start(place: Place, more: readonly string[] = []): Promise<CliProcess> {
  configure(place);
  const cli = new CliProcess(['run', '--port', '0', ...place.args, ...more], { cwd: place.data });
  await cli.until('/readyz', () => cli.get('/readyz'));
  return cli;
}

/** Another command, to its end. */
export async function command(place: Place, args: readonly string[]): Promise<CliProcess> {
  configure(place);
  return runCli([...args, ...place.args], place.data);
}

/** The last line of its output as JSON. */
export async function jsonOf<T>(place: Place, args: readonly string[]): Promise<T> {
  const cli = await command(place, [...args, '--json']);
  const last = cli.stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw cli.failure(`answered no JSON: ${JSON.stringify(cli.exit)}`);
  return JSON.parse(last) as T;
}

function configure({ data }: Place): void {
  writeFileSync(join(data, 'leeway.yaml'), `partitions: ${PARTITIONS}\nstopWithin: 20s\n`);
}

/** The books of a model, once they satisfy the condition. */
export async function booksOnce(
  cli: CliProcess,
  model: string,
  condition: (books: Books) => boolean,
): Promise<Books> {
  return cli.until(`the books of ${model}`, async () => {
    const answer = await cli.get<{ status: StatusRecord }>(`/api/models/${model}`);
    const books = answer?.status.books;
    return books && condition(books) ? books : undefined;
  });
}

/** Values of a metric of Prometheus, by labels as it prints them. */
export async function metric(cli: CliProcess, name: string): Promise<Record<string, number>> {
  const response = await fetch(`${await cli.url()}/metrics`).catch((error: unknown) => {
    // Cut off: the process is ending, and whoever waits for a value sees that by `exit`.
    if (error instanceof TypeError) return null;
    throw error;
  });
  const text = (await response?.text()) ?? '';
  const found: Record<string, number> = {};
  for (const [, metricName, labels, value] of text.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)) {
    if (metricName === name) found[labels ?? ''] = Number(value);
  }
  return found;
}

export const sum = (values: Readonly<Record<string, number>>): number =>
  Object.values(values).reduce((total, value) => total + value, 0);
