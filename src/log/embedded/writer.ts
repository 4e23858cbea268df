/** A fenced producer without input: the writer that was opened last under an id is the one that may write. */
import { LogError } from '../errors.js';
import type { NewRecord, Writer } from '../port.js';
import type { GroupCommit } from './group-commit.js';
import { writerName } from './ledger.js';
import { checkEpoch, raiseEpoch } from './task.js';
import { checkName } from './topics.js';

export async function openWriter(commits: GroupCommit, id: string): Promise<Writer> {
  checkName('writer', id);
  const epoch = await raiseEpoch(commits, writerName(id));
  let closed = false;
  return {
    commit: (produced: readonly NewRecord[]) =>
      commits.run((draft) => {
        if (closed) throw new LogError('task-lost', `the writer ${id} is closed; open it anew`);
        checkEpoch(draft, writerName(id), epoch, `the writer ${id}`);
        draft.append(draft.check(produced));
      }, false),
    close: () => {
      closed = true;
      return Promise.resolve();
    },
  };
}
