/**
 * The books of one model: every record that was read is accepted, a duplicate, a dead letter or sampled out, and every
 * accepted one ends up joined or unmatched. Each term is counted by itself where it happens, so that they can be checked against
 * each other.
 */
export interface SideBooks {
  read: number;
  accepted: number;
  duplicates: number;
  deadLetters: number;
  /** Accepted, and later found its other half. */
  joined: number;
  /** Accepted, and given up when its time to match had passed. Taken back where the other half had been read too late for that. */
  unmatched: number;
  /** Accepted after the watermark had passed it: joined and counted, but no closed pane changes. */
  late: number;
  /** Valid, and beyond what the join may keep of its hour: counted nowhere else, others stand for it. */
  sampledOut: number;
  /** Rows (estimated, where there is sampling) without a pane of their segment, beyond its limits; once a segment. */
  leftOut: number;
}

export interface Books {
  predictions: SideBooks;
  outcomes: SideBooks;
  /** By reason code. */
  deadLetters: Record<string, number>;
}

const TERMS = [
  'read',
  'accepted',
  'duplicates',
  'deadLetters',
  'joined',
  'unmatched',
  'late',
  'sampledOut',
  'leftOut',
] as const;

export function emptySideBooks(): SideBooks {
  return {
    read: 0,
    accepted: 0,
    duplicates: 0,
    deadLetters: 0,
    joined: 0,
    unmatched: 0,
    late: 0,
    sampledOut: 0,
    leftOut: 0,
  };
}

export function emptyBooks(): Books {
  return { predictions: emptySideBooks(), outcomes: emptySideBooks(), deadLetters: {} };
}

export function addBooks(into: Books, from: Books): void {
  for (const side of ['predictions', 'outcomes'] as const) {
    // Books from before a term was kept have none of it.
    for (const term of TERMS) into[side][term] = (into[side][term] ?? 0) + (from[side][term] ?? 0);
  }
  for (const [reason, n] of Object.entries(from.deadLetters)) {
    into.deadLetters[reason] = (into.deadLetters[reason] ?? 0) + n;
  }
}

/** What does not add up, in words; empty when the books balance. Holds once a stream has ended (or drained). */
export function imbalances(books: Books): string[] {
  const wrong: string[] = [];
  for (const side of ['predictions', 'outcomes'] as const) {
    const b = books[side];
    const entered = b.accepted + b.duplicates + b.deadLetters + (b.sampledOut ?? 0);
    if (b.read !== entered) {
      wrong.push(
        `${side}: read ${b.read}, but accepted + duplicates + dead letters + sampled out = ${entered}`,
      );
    }
    const left = b.joined + b.unmatched;
    if (b.accepted !== left) wrong.push(`${side}: accepted ${b.accepted}, but joined + unmatched = ${left}`);
  }
  const reasons = Object.values(books.deadLetters).reduce((sum, n) => sum + n, 0);
  const letters = books.predictions.deadLetters + books.outcomes.deadLetters;
  if (reasons !== letters) wrong.push(`dead letters: ${letters}, but ${reasons} by reason`);
  return wrong;
}
