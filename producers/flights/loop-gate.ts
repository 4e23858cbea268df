import type { ModelRecord, RetrainingRecord, StatusRecord } from '../../src/records/feed.js';

/**
 * How far a replay may go in event time, and which version scores when. A replay that ran ahead of the decisions would
 * score with versions that a slower replay has already replaced; so it stays within L of what has been decided, and does
 * not pass the moment from which a requested version would be in force before that request is answered. Then every
 * replay is scored alike, at any speed, on any engine, through any crash. Pure; fed with the records of the feed.
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
}

export function emptyGate(begin: number, lead: number): LoopGate {
  return {
    lead,
    decidedUntil: begin,
    ended: false,
    requests: [],
    effectiveFrom: new Map(),
    answers: new Map(),
  };
}

export function passRecord(gate: LoopGate, record: StatusRecord | RetrainingRecord | ModelRecord): void {
  switch (record.kind) {
    case 'status':
      if (record.decidedUntil !== null && record.decidedUntil > gate.decidedUntil)
        gate.decidedUntil = record.decidedUntil;
      if (record.requests.length > gate.requests.length) gate.requests = record.requests;
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
  let until = gate.decidedUntil + gate.lead;
  for (const id of gate.requests) {
    if (gate.answers.has(id)) continue;
    // A request that was decided but whose record has not arrived yet: its date is unknown, so nothing may move.
    until = Math.min(until, gate.effectiveFrom.get(id) ?? -Infinity);
  }
  return until;
}

/** Promoted versions in the order in which they come into force. */
export function promotions(gate: LoopGate): ModelRecord[] {
  return [...gate.answers.values()]
    .filter(({ promoted }) => promoted)
    .sort((a, b) => a.effectiveFrom - b.effectiveFrom || Number(a.version) - Number(b.version));
}
