import type { ModelRecord, RetrainingRecord, StatusRecord } from '../src/records/feed.js';

/**
 * How far a replay may go in event time, and which version scores when. A replay that ran ahead of the decisions would
 * score with versions that a slower replay has already replaced; so it stays within L of what has been decided, and does
 * not pass the moment from which a requested version, or reference, would be in force before it has come. Then every
 * replay is scored and judged alike, at any speed, on any engine, through any crash. Pure; fed with the records of the feed.
 */
export interface LoopGate {
  readonly lead: number;
  decidedUntil: number;
  ended: boolean;
  /** Ids of all requests that were decided up to `decidedUntil`. */
  requests: readonly string[];
  /** From when an answer to each request would be in force. */
  readonly effectiveFrom: Map<string, number>;
  readonly answers: Map<string, ModelRecord>;
  /** From when references will be in force that have been asked for and have not come. */
  awaited: readonly number[];
}

export function emptyGate(begin: number, lead: number): LoopGate {
  return {
    lead,
    decidedUntil: begin,
    ended: false,
    requests: [],
    effectiveFrom: new Map(),
    answers: new Map(),
    awaited: [],
  };
}

export function passRecord(gate: LoopGate, record: StatusRecord | RetrainingRecord | ModelRecord): void {
  switch (record.kind) {
    case 'status':
      if (record.decidedUntil !== null && record.decidedUntil > gate.decidedUntil)
        gate.decidedUntil = record.decidedUntil;
      if (record.requests.length > gate.requests.length) gate.requests = record.requests;
      // Earlier builds did not say it.
      gate.awaited = (record.awaited ?? []).map(({ effectiveFrom }) => effectiveFrom);
      gate.ended ||= record.ended;
      break;
    case 'retraining':
      gate.effectiveFrom.set(record.id, record.effectiveFrom);
      break;
    case 'model':
      gate.answers.set(record.request, record);
      break;
  }
}

/** Exclusive end of what may be scored now. */
export function frontier(gate: LoopGate): number {
  let until = Math.min(gate.decidedUntil + gate.lead, ...gate.awaited);
  for (const id of gate.requests) {
    if (gate.answers.has(id)) continue;
    // A request that was decided but whose record has not arrived yet: its date is unknown, so nothing may move.
    until = Math.min(until, gate.effectiveFrom.get(id) ?? -Infinity);
  }
  return until;
}

/** What has been asked for, trainings and references, and has not come. */
export function pendingAnswers({ requests, answers, awaited }: LoopGate): number {
  return requests.filter((id) => !answers.has(id)).length + awaited.length;
}

/** Promoted versions in the order in which they come into force. */
export function promotions(gate: LoopGate): ModelRecord[] {
  return [...gate.answers.values()]
    .filter(({ promoted }) => promoted)
    .sort((a, b) => a.effectiveFrom - b.effectiveFrom || Number(a.version) - Number(b.version));
}
