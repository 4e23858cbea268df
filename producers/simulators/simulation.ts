/** What every simulator is: a story with a change whose truth is known. */
import type { EventTime, SingleTask } from '../../src/events/event.js';
import type { WireEnd, WireOutcome, WirePrediction } from '../../src/events/wire.js';

export interface SimulationOptions {
  readonly variant: string;
  /** A whole number from 0 to 2^32 - 1. The same seed gives the same bytes. */
  readonly seed: number;
  /** Multiplies the traffic. */
  readonly scale: number;
  readonly daysBefore: number;
  readonly daysAfter: number;
  /** Midnight UTC of the first day. */
  readonly start: EventTime;
}

/** `data`: what the model sees; `concept`: what it means; `quality`: how the scorer works; `traffic`: how many ask. */
export type ChangeKind = 'data' | 'concept' | 'quality' | 'traffic';

export interface Change {
  /** ISO 8601: when it begins. */
  readonly at: string;
  /** ISO 8601: when it is complete, for one that comes slowly. */
  readonly completeAt?: string;
  /** ISO 8601: when all is as before again, for one that passes. */
  readonly until?: string;
  readonly kind: ChangeKind;
  readonly features: readonly string[];
  /** Where it happens; empty = everywhere. */
  readonly segments: Readonly<Record<string, string>>;
  readonly description: string;
}

/** The ground truth, written beside the events. */
export interface GroundTruth {
  readonly name: string;
  readonly variant: string;
  readonly seed: number;
  readonly scale: number;
  readonly model: string;
  readonly task: SingleTask;
  readonly start: string;
  readonly end: string;
  readonly changes: readonly Change[];
}

export type SimulatedEvent =
  | { readonly kind: 'prediction'; readonly event: WirePrediction }
  | { readonly kind: 'outcome'; readonly event: WireOutcome }
  /** The last one: into every partition of both topics. */
  | { readonly kind: 'end'; readonly event: WireEnd };

export interface Simulation {
  readonly truth: GroundTruth;
  /** In event-time order, generated as they are read; each iteration gives the same events again. */
  readonly events: Iterable<SimulatedEvent>;
}

export interface Simulator {
  readonly name: string;
  readonly description: string;
  readonly model: string;
  readonly task: SingleTask;
  /** Name and what changes; the first one is the default. */
  readonly variants: Readonly<Record<string, string>>;
  changes(world: World): readonly Change[];
  /** Each prediction with its outcome, in the order of the predictions. */
  cases(world: World): Iterable<Case>;
}

/** The frame in which a simulator tells its story. */
export interface World extends SimulationOptions {
  /** When the change begins. */
  readonly changeAt: EventTime;
  readonly end: EventTime;
}

export interface Case {
  readonly prediction: WirePrediction & { readonly time: EventTime };
  readonly outcome: WireOutcome & { readonly time: EventTime };
}
