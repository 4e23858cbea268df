/** `leeway alerts`: which there are, and what people say of them. */
import { moneyText } from '../policy/costs.js';
import { precisionOf } from '../policy/precision.js';
import { ALERT_MARKS, type CommandRecord } from '../records/command.js';
import type { AlertRecord } from '../records/feed.js';
import type { Decisions } from '../server/decisions/decisions.js';
import { HttpProblem } from '../server/problem.js';
import { withOperations } from './operations-access.js';
import { whoami } from './remote-operations.js';
import { readConfig, type ConfigFlags } from './settings.js';
import { untilFlag } from './until-flag.js';

export interface AlertFlags extends ConfigFlags {
  readonly url?: string;
  readonly json?: boolean;
  readonly model?: string;
  readonly open?: boolean;
  readonly note?: string;
  readonly metric?: string;
}

/** `leeway alerts list`: a line each, oldest first, and how often they were right. */
export async function listAlerts(flags: AlertFlags): Promise<number> {
  const all = await withDecisions(flags, (decisions) => decisions.alerts(flags.model));
  const isOpen = ({ state }: AlertRecord) => state === 'firing' || state === 'acknowledged';
  const alerts = flags.open ? all.filter(isOpen) : all;
  const precision = precisionOf(all.map(({ mark }) => mark?.mark ?? 'unmarked'));
  if (flags.json) print(JSON.stringify({ alerts, precision }));
  else {
    for (const alert of alerts) print(alertLine(alert));
    print(precisionText(precision, all.length));
  }
  return 0;
}

export function acknowledgeAlert(id: string, flags: AlertFlags): Promise<number> {
  return told(flags, (decisions) => decisions.acknowledge(id, whoami()), `${id} is acknowledged`);
}

export function markAlert(id: string, mark: string, flags: AlertFlags): Promise<number> {
  const said = mark === 'none' ? null : ALERT_MARKS.find((known) => known === mark);
  if (said === undefined)
    throw new Error(
      `an alert can be marked ${ALERT_MARKS.join(', ')}, or none to take a mark back; not ${mark}`,
    );
  return told(
    flags,
    (decisions) => decisions.mark(id, said, flags.note, whoami()),
    said === null ? `${id} has no mark any more` : `${id} is marked ${said}`,
  );
}

export function silenceModel(model: string, until: string, flags: AlertFlags): Promise<number> {
  const time = untilFlag('--until', until, Date.now());
  const metric = flags.metric ?? null;
  const what = metric === null ? model : `${metric} of ${model}`;
  const silence = { metric, until: time, ...(flags.note !== undefined && { note: flags.note }) };
  return told(
    flags,
    (decisions) => decisions.silence(model, silence, whoami()),
    time === null ? `${what} is no longer silenced` : `${what} is silenced until ${iso(time)}`,
  );
}

async function told(
  flags: AlertFlags,
  decide: (decisions: Decisions) => Promise<CommandRecord>,
  words: string,
): Promise<number> {
  const command = await withDecisions(flags, decide);
  print(flags.json ? JSON.stringify({ command }) : words);
  return 0;
}

/** A problem's fix is for people at a terminal, too. */
export async function withDecisions<T>(
  flags: Pick<AlertFlags, 'url'> & ConfigFlags,
  work: (decisions: Decisions) => Promise<T>,
): Promise<T> {
  try {
    return await withOperations(readConfig(flags), flags.url, ({ decisions }) => work(decisions));
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    throw new Error(`${error.message}: ${error.fix}`, { cause: error });
  }
}

function alertLine({
  id,
  model,
  metric,
  state,
  severity,
  firedAt,
  mark,
  silenced,
  cost,
  why,
}: AlertRecord): string {
  const notes = [mark && `marked ${mark.mark}`, silenced && `silenced until ${iso(silenced.until)}`].filter(
    (note) => note !== undefined,
  );
  const said = notes.length === 0 ? '' : ` (${notes.join(', ')})`;
  const sum = cost ? `  ${moneyText(cost.perDay, cost.currency)} a day` : '';
  return `${id}  ${iso(firedAt)}  ${model}  ${severity}  ${state}${said}${sum}  ${metric}: ${why}`;
}

function precisionText(precision: ReturnType<typeof precisionOf>, n: number): string {
  if (n === 0) return 'No alerts.';
  const { real, false: wrong, expected, unmarked, precision: share, interval } = precision;
  const counts = `${n} alerts: ${real} real, ${wrong} false, ${expected} expected, ${unmarked} without a mark`;
  if (share === null || interval === null)
    return `${counts}. Mark them, and it is known how often they are right.`;
  const percent = (x: number) => `${Math.round(100 * x)}%`;
  return `${counts}. Right in ${percent(share)} (95%: ${percent(interval[0])} to ${percent(interval[1])}) of those that are real or false.`;
}

function iso(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
