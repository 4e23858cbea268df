import type { NewRecord } from '../log/port.js';
import type { Reference } from '../policy/reference.js';
import type { RetrainingRecord } from '../records/feed.js';
import type { PaneRecord } from '../records/pane.js';
import type { ProfileRecord } from '../records/profile.js';
import { answerInitial } from './own-reference.js';

/** INTERIM: answers `initial` with a reference of the version's own panes. */
export class OwnAnswers {
  readonly #panes: PaneRecord[] = [];
  readonly #onReference: (reference: Reference) => void;

  constructor(onReference: (reference: Reference) => void) {
    this.#onReference = onReference;
  }

  take({ topic, value }: NewRecord): void {
    if (topic === 'panes' && value) this.#panes.push(JSON.parse(value.toString('utf8')) as PaneRecord);
  }

  answer({ value }: NewRecord): readonly ProfileRecord[] {
    const request = JSON.parse((value as Buffer).toString('utf8')) as RetrainingRecord;
    const answers = answerInitial(request, this.#panes);
    for (const answer of answers) if (answer.kind === 'reference') this.#onReference(answer.reference);
    this.#panes.length = 0;
    return answers;
  }
}
