/** `leeway policy`: by what alerts are decided, now and before, and how to change it while Leeway runs. */
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { settingsOf } from '../config/model-settings.js';
import { policyChanges } from '../config/policy-changes.js';
import { policyTextOf, readPolicy, type PolicyText } from '../config/policy-text.js';
import { EVERYBODY, type PolicyCommand } from '../records/command.js';
import type { Decisions } from '../server/decisions/decisions.js';
import { withDecisions } from './alerts.js';
import { whoami } from './remote-operations.js';
import { readConfig, type ConfigFlags } from './settings.js';

export interface PolicyFlags extends ConfigFlags {
  readonly url?: string;
  readonly json?: boolean;
  readonly model?: string;
  readonly note?: string;
  readonly check?: boolean;
}

interface InForce {
  readonly settings: PolicyText;
  /** null: nothing was decided, and the configuration says it. */
  readonly command: PolicyCommand | null;
}

/** `leeway policy show`: as a file that `policy set` takes. */
export async function showPolicy(flags: PolicyFlags): Promise<number> {
  const { settings, command } = await withDecisions(flags, (decisions) => inForce(decisions, flags));
  if (flags.json) print(JSON.stringify({ settings, command }));
  else print(`# ${originOf(command)}\n${stringify(settings).trimEnd()}`);
  return 0;
}

/** `leeway policy set FILE`: says what changes, and has it decided unless `--check` is there. */
export async function setPolicy(file: string, flags: PolicyFlags): Promise<number> {
  const settings = readPolicy(readFileSync(file, 'utf8'), file);
  return withDecisions(flags, async (decisions) => {
    const before = await inForce(decisions, flags);
    const changes = policyChanges(before.settings, settings);
    const own = flags.model !== undefined && before.command?.model !== flags.model;
    if (changes.length === 0 && !own) return done(flags, 'Nothing changes.', { changes });
    const lines = changes.map(({ key, from, to }) => `${key}: ${from} -> ${to}`).join('\n');
    if (flags.check) return done(flags, lines, { changes });
    const command = await decisions.setPolicy(flags.model ?? EVERYBODY, settings, flags.note, whoami());
    return done(flags, `${lines}\nIn force from the next unit boundary on.`.trimStart(), {
      changes,
      command,
    });
  });
}

/** `leeway policy drop --model M`: back to everybody's. */
export async function dropPolicy(flags: PolicyFlags): Promise<number> {
  const { model, note } = flags;
  if (model === undefined)
    throw new Error('--model is missing: it is a model that goes back to the policy of everybody');
  const command = await withDecisions(flags, (decisions) => decisions.setPolicy(model, null, note, whoami()));
  return done(flags, `${model} goes back to the policy of everybody at the next unit boundary.`, { command });
}

/** `leeway policy history`: who has changed what, oldest first. */
export async function policyPast(flags: PolicyFlags): Promise<number> {
  const history = await withDecisions(flags, (decisions) => decisions.policies(flags.model ?? EVERYBODY));
  if (flags.json) return done(flags, '', { history });
  if (history.length === 0) return done(flags, 'Nothing was decided: the configuration says it.', {});
  let before: PolicyText | null = null;
  for (const command of history) {
    print(originOf(command));
    const { settings } = command;
    if (settings === null) print('  goes back to the policy of everybody');
    else if (before === null) print('  the whole policy; leeway policy show has it');
    else for (const { key, from, to } of policyChanges(before, settings)) print(`  ${key}: ${from} -> ${to}`);
    before = settings;
  }
  return 0;
}

/** A model's own, else everybody's, else what the configuration says. */
async function inForce(decisions: Decisions, flags: PolicyFlags): Promise<InForce> {
  for (const model of flags.model === undefined ? [EVERYBODY] : [flags.model, EVERYBODY]) {
    const command = (await decisions.policies(model)).at(-1);
    if (command?.settings) return { settings: command.settings, command };
  }
  return { settings: policyTextOf(settingsOf(readConfig(flags), flags.model)), command: null };
}

function originOf(command: PolicyCommand | null): string {
  if (command === null) return 'Nothing was decided: this is what the configuration says.';
  const { model, by, at, source, note } = command;
  const whose = model === EVERYBODY ? 'Policy of everybody' : `Policy of ${model}`;
  const where = source === 'file' ? ', from the file that a start has read' : '';
  return `${whose}, decided ${new Date(at).toISOString()} by ${by}${where}${note === undefined ? '' : `: ${note}`}`.replaceAll(
    /\s+/g,
    ' ',
  );
}

function done(flags: PolicyFlags, words: string, json: object): number {
  if (flags.json) print(JSON.stringify(json));
  else if (words !== '') print(words);
  return 0;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
