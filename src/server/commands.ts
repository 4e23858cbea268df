/**
 * What people decide, written to the log: the record in `commands`, and its mirror in `profiles`, in one commit, because the
 * evaluator has one input only. The mirror of a decision on a model goes to the model's partition, that of one for everybody
 * to all of them.
 */
import { LogError } from '../log/errors.js';
import type { EventLog, NewRecord, Writer } from '../log/port.js';
import { EVERYBODY, type CommandRecord, type Decision } from '../records/command.js';
import { RECORD_VERSION } from '../records/feed.js';

const WRITER_ID = 'commands';

export interface CommandDeskOptions {
  readonly log: EventLog;
  /** Of every topic. */
  readonly partitions: number;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly newId: () => string;
}

export class CommandDesk {
  readonly #options: CommandDeskOptions;
  #writer: Writer | null = null;
  /** Commands are rare, and two commits of one writer must not overlap. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  /** Resolves once the command is in the log. Throws `LogError`. */
  submit(model: string, by: string, decision: Decision): Promise<CommandRecord> {
    const { newId, now, partitions } = this.#options;
    const command: CommandRecord = {
      v: RECORD_VERSION,
      kind: 'command',
      id: newId(),
      model,
      by,
      at: now(),
      ...decision,
    };
    const written = this.#last.then(() => this.#commit(recordsOf(command, partitions)));
    this.#last = written.catch(() => undefined);
    return written.then(() => command);
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#writer?.close();
    this.#writer = null;
  }

  async #commit(records: readonly NewRecord[]): Promise<void> {
    try {
      await this.#write(records);
    } catch (error) {
      if (!(error instanceof LogError) || error.code !== 'task-lost') throw error;
      // Another server or CLI has written since: nothing of ours was, so it is our turn again.
      await this.#write(records);
    }
  }

  async #write(records: readonly NewRecord[]): Promise<void> {
    const writer = (this.#writer ??= await this.#options.log.writer(WRITER_ID));
    try {
      await writer.commit(records);
    } catch (error) {
      this.#writer = null;
      await writer.close();
      throw error;
    }
  }
}

function recordsOf(command: CommandRecord, partitions: number): NewRecord[] {
  const { model } = command;
  const value = Buffer.from(JSON.stringify(command));
  const mirror = {
    topic: 'profiles',
    key: model,
    value: Buffer.from(JSON.stringify({ v: RECORD_VERSION, kind: 'command', model, command })),
  };
  const mirrors =
    model === EVERYBODY
      ? Array.from({ length: partitions }, (_, partition) => ({ ...mirror, partition }))
      : [mirror];
  const own = model === EVERYBODY ? { partition: 0 } : {};
  return [{ topic: 'commands', key: model, value, ...own }, ...mirrors];
}
