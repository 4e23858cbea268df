import type { NewRecord } from '../log/port.js';
import { draftReference, finishReference, settleBins } from '../policy/draft-reference.js';
import { countMoment, learnPane } from '../policy/pane-moment.js';
import type { Reference } from '../policy/reference.js';
import type { ReferenceRequestRecord, RetrainingRecord, WeightsRecord } from '../records/feed.js';
import type { PaneRecord } from '../records/pane.js';
import type { ProfileRecord } from '../records/profile.js';

const DAY = 86_400_000;
/** A version that has not answered for so long does not come back for its reference. */
const FORGOTTEN_AFTER = 90 * DAY;

/** Closed panes of one version that has no reference yet, by start. */
interface Waiting {
  readonly panes: Map<number, Buffer[]>;
  newest: number;
}

/**
 * Answers what asks for the reference of a version, as the trainer does: with the version's own closed panes of the weeks
 * that the request names. They are held until then. Requests for a training stay unanswered: versions are watched as they are.
 */
export class OwnAnswers {
  readonly #waiting = new Map<string, Waiting>();
  readonly #answered = new Set<string>();
  readonly #onReference: (reference: Reference) => void;

  constructor(onReference: (reference: Reference) => void) {
    this.#onReference = onReference;
  }

  /** Everything that the evaluator says goes past here. */
  take({ topic, key, value, headers }: NewRecord): void {
    if (!value) return;
    if (topic === 'metrics' && isWeights(value)) this.#askAgain(value);
    if (topic !== 'panes') return;
    const id = `${key}\t${headers?.['version']}`;
    if (this.#answered.has(id)) return;
    const start = Number(headers?.['start']);
    let own = this.#waiting.get(id);
    if (!own) {
      this.#forget(start);
      this.#waiting.set(id, (own = { panes: new Map(), newest: start }));
    }
    own.newest = Math.max(own.newest, start);
    const panes = own.panes.get(start);
    if (panes) panes.push(value);
    else own.panes.set(start, [value]);
  }

  /** With other weights a version is given another reference: from here on its panes are held anew. */
  #askAgain(value: Buffer): void {
    const { model, version } = JSON.parse(value.toString('utf8')) as WeightsRecord;
    this.#answered.delete(`${model}\t${version}`);
  }

  answer({ value }: NewRecord): readonly ProfileRecord[] {
    const request = JSON.parse((value as Buffer).toString('utf8')) as
      ReferenceRequestRecord | RetrainingRecord;
    if (request.kind !== 'reference-request') return [];
    const { model, version, effectiveFrom } = request;
    const id = `${model}\t${version}`;
    const reference = ownReference(request, this.#waiting.get(id)?.panes ?? new Map());
    this.#waiting.delete(id);
    this.#answered.add(id);
    this.#onReference(reference);
    return [{ v: 1, kind: 'reference', model, reference, effectiveFrom }];
  }

  #forget(now: number): void {
    for (const [id, { newest }] of this.#waiting)
      if (newest < now - FORGOTTEN_AFTER) this.#waiting.delete(id);
  }
}

/** @param panes as they were written, by start; those outside of the request's range are passed over */
export function ownReference(
  request: ReferenceRequestRecord,
  panes: ReadonlyMap<number, readonly Buffer[]>,
): Reference {
  const { id, model, version, from, to } = request;
  const starts = [...panes.keys()].filter((start) => start >= from && start < to).sort((a, b) => a - b);
  const momentOf = (start: number) =>
    (panes.get(start) ?? []).map((pane) => JSON.parse(pane.toString('utf8')) as PaneRecord);
  const draft = draftReference(request);
  for (const start of starts) for (const pane of momentOf(start)) learnPane(draft, pane);
  settleBins(draft);
  for (const start of starts) countMoment(draft, start, momentOf(start));
  return finishReference(draft, { id, model, version });
}

const WEIGHTS = '{"v":1,"kind":"weights"';

/** Without parsing it: nearly all records there are values. */
function isWeights(value: Buffer): boolean {
  return value.toString('latin1', 0, WEIGHTS.length) === WEIGHTS;
}
