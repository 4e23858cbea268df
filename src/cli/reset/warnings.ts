/** What a reset does, said before it is done. */

export const RESETTABLE = ['profiler', 'evaluator', 'trainer', 'sink'] as const;
export type Resettable = (typeof RESETTABLE)[number];

const AGAIN: Readonly<Record<Resettable, readonly string[]>> = {
  profiler: [
    'The profiler reads all of predictions and outcomes again, and the evaluator starts from nothing on what it then writes.',
    'The records of profiles are deleted; references and promotions in it are kept, acknowledgements of alerts and wishes for a training are not.',
    'Readers of panes, metrics, alerts, retraining and dead-letters see their records a second time, with the same ids.',
    'On Kafka: every other machine that has run the profiler keeps snapshots of its own and refuses to start with them; delete state*/profiler-*.snapshot in their data directories.',
    'Ticks of the past are not repeated: a record that came after a silence may be late now where it was not, or the other way round.',
  ],
  evaluator: [
    'The evaluator reads all of profiles again, from nothing: it closes every pane and decides every alert and request again.',
    'Readers of panes, metrics, alerts and retraining see their records a second time, with the same ids; alerts fire again before they are acknowledged again.',
  ],
  trainer: [
    'The trainer reads all requests again. Those that were answered stay answered; only unanswered ones are trained.',
  ],
  sink: [
    'The sink writes all metrics that the log still has to the metric store again: the same points, so nothing changes there unless points were deleted.',
  ],
};

/** Topics of which a first record that is not number 0 means that something cannot be computed again. */
export const RECOMPUTED_FROM: Readonly<Record<Resettable, readonly string[]>> = {
  profiler: ['predictions', 'outcomes'],
  evaluator: ['profiles'],
  trainer: ['retraining'],
  sink: ['metrics'],
};

export interface Missing {
  readonly topic: string;
  readonly partition: number;
  /** First offset that is still there. */
  readonly first: number;
}

export function resetWarnings(stage: Resettable, missing: readonly Missing[]): string[] {
  const lost = missing.map(
    ({ topic, partition, first }) =>
      `  ${topic}[${partition}] begins at offset ${first}: what came before is gone and cannot be computed again.`,
  );
  return [`Resetting the ${stage}:`, ...AGAIN[stage].map((line) => `  ${line}`), ...lost];
}
