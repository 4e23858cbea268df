/** The policies that people and files have decided, out of the topic `commands`: the newest is in force. */
import { partitionOf } from '../../log/partitioner.js';
import type { EventLog } from '../../log/port.js';
import { EVERYBODY, type CommandRecord, type PolicyCommand } from '../../records/command.js';
import { readRecord } from '../../records/read-record.js';

/** Of one model, or of everybody; oldest first. */
export async function policyHistory(
  log: EventLog,
  partitions: number,
  model: string,
): Promise<PolicyCommand[]> {
  const partition = model === EVERYBODY ? 0 : partitionOf(model, partitions);
  const all = await policiesIn(log, partition);
  return all.filter((command) => command.model === model);
}

/** Of every model and of everybody; in each model oldest first. */
export async function allPolicies(log: EventLog, partitions: number): Promise<Map<string, PolicyCommand[]>> {
  const found = new Map<string, PolicyCommand[]>();
  for (let partition = 0; partition < partitions; partition++) {
    for (const command of await policiesIn(log, partition)) {
      found.set(command.model, [...(found.get(command.model) ?? []), command]);
    }
  }
  return found;
}

async function policiesIn(log: EventLog, partition: number): Promise<PolicyCommand[]> {
  const found: PolicyCommand[] = [];
  const { first, next } = await log.range('commands', partition);
  if (first === next) return found;
  await log.read('commands', partition, first, next, (records) => {
    for (const record of records) {
      const command = readRecord<CommandRecord>(record);
      if (command.action === 'policy') found.push(command);
    }
  });
  return found;
}
