/** What a process measures of itself when somebody asks how it is: plain data, the only input of the health rules. */

export type Condition =
  | { readonly state: 'starting' }
  | { readonly state: 'running' }
  | { readonly state: 'waiting' | 'stopped'; readonly why: string };

/** One partition index that a stage of this process owns now. */
export interface PartitionMeasures {
  readonly partition: number;
  /** Records that it has not consumed, by topic. On Kafka the markers of transactions count too: a few are nothing. */
  readonly lag: Readonly<Record<string, number>>;
  /** Since its last commit, or since it was opened, ms. */
  readonly quietMs: number;
  readonly joinRows: number;
  readonly joinBytes: number;
}

export interface StageMeasures {
  readonly stage: string;
  readonly condition: Condition;
  readonly partitions: readonly PartitionMeasures[];
  readonly recent: RecentOfStage;
}

/** Over the last few minutes (`windowMs`). */
export interface RecentOfStage {
  readonly consumed: number;
  /** By reason. */
  readonly deadLetters: Readonly<Record<string, number>>;
  readonly failures: number;
  /** Message of the last failure; null when there was none. */
  readonly lastFailure: string | null;
  readonly slowestCommitMs: number;
}

/** How far one side of one model has come in event time: the slowest of the partitions of this process. */
export interface WatermarkMeasures {
  readonly model: string;
  readonly side: 'predictions' | 'outcomes';
  /** How much older the watermark is than the clock, ms. Of a replay of the past: years. */
  readonly ageMs: number;
}

export interface Measures {
  /** What `recent` figures look back on, ms. */
  readonly windowMs: number;
  readonly stopping: boolean;
  readonly stages: readonly StageMeasures[];
  readonly watermarks: readonly WatermarkMeasures[];
  readonly eventLoopDelayMs: number;
  readonly residentBytes: number;
  /** Of the file system of the data directory; null where it cannot be told. */
  readonly diskFreeBytes: number | null;
  /** How far the newest append times are ahead of this machine's clock, ms; never negative. */
  readonly logAheadMs: number;
  /** Requests that were told to come again (429), over the window. */
  readonly toldToWait: number;
  /** Why what the feed shows may be incomplete, in words. */
  readonly feedProblems: readonly string[];
}
