/**
 * At a start: what `leeway.yaml` says about policies becomes a record, if it says something else than when a file was last
 * published. So the last to decide is obeyed, a person or an edit of the file, and a restart alone changes nothing.
 */
import { isDeepStrictEqual } from 'node:util';
import { settingsOf } from '../config/model-settings.js';
import { objectivesByModel } from '../config/objectives.js';
import { policyTextOf, type PolicyText } from '../config/policy-text.js';
import type { Config } from '../config/schema.js';
import type { EventLog } from '../log/port.js';
import { EVERYBODY, type PolicyCommand } from '../records/command.js';
import { CommandDesk, type CommandDeskOptions } from '../server/commands.js';
import { allPolicies } from '../server/decisions/policy-history.js';

const BY = 'leeway.yaml';

export interface Publication {
  readonly model: string;
  readonly settings: PolicyText | null;
}

/** @returns what was published, `EVERYBODY` first */
export async function publishPolicies(
  log: EventLog,
  config: Config,
  rest: Pick<CommandDeskOptions, 'now' | 'newId'>,
): Promise<readonly Publication[]> {
  const due = duePublications(config, await allPolicies(log, config.partitions));
  if (due.length === 0) return due;
  const desk = new CommandDesk({ log, partitions: config.partitions, ...rest });
  try {
    for (const { model, settings } of due)
      await desk.submit(model, BY, { action: 'policy', settings, source: 'file' });
  } finally {
    await desk.close();
  }
  return due;
}

/** Pure: what a file says that no file has said last. */
export function duePublications(
  config: Config,
  decided: ReadonlyMap<string, readonly PolicyCommand[]>,
): Publication[] {
  const said = new Map<string, PolicyText | null>([[EVERYBODY, policyTextOf(settingsOf(config))]]);
  for (const [model, { alerts, retraining, timeZone, quality }] of Object.entries(config.models)) {
    if ((alerts ?? retraining ?? timeZone ?? quality) === undefined) continue;
    // What a model has said of it is that of its components, too.
    const components = objectivesByModel(config).get(model) ?? [];
    for (const each of [model, ...components.map(({ component }) => component)])
      said.set(each, policyTextOf(settingsOf(config, each)));
  }
  // A model that a file spoke of and that it speaks of no more goes back to everybody's.
  for (const [model, commands] of decided) {
    if (!said.has(model) && lastOfFile(commands)?.settings) said.set(model, null);
  }
  return [...said]
    .map(([model, settings]) => ({ model, settings }))
    .filter(({ model, settings }) => {
      const last = lastOfFile(decided.get(model) ?? []);
      return last === undefined || !isDeepStrictEqual(last.settings, settings);
    });
}

function lastOfFile(commands: readonly PolicyCommand[]): PolicyCommand | undefined {
  return commands.findLast(({ source }) => source === 'file');
}
