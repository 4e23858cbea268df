/** What breaks: each as what the panes show of it. */
export interface Break {
  readonly rates?: Readonly<Record<string, number>>;
  readonly shares?: Readonly<Record<string, (ofDay: readonly number[]) => readonly number[]>>;
  /** Factor of the latency. */
  readonly latency?: number;
  readonly stopped?: boolean;
}

export interface NamedBreak {
  /** Streams that name it rightly when they lead. */
  readonly leads: readonly string[];
  readonly broken: Break;
}

const IN_ONE_BIN = (bin: number) => (bins: readonly number[]) =>
  bins.map((_, index) => (index === bin ? 1 : 0));
const LAST = 9;

export const BREAKS: Readonly<Record<string, NamedBreak>> = {
  'accuracy .9 to .5': { leads: ['errors'], broken: { rates: { errors: 0.5 } } },
  'all missing': { leads: ['missing:tenure'], broken: { rates: { 'missing:tenure': 1 } } },
  frozen: { leads: ['frozen:tenure', 'tenure'], broken: { shares: { tenure: IN_ONE_BIN(4) } } },
  // A thousand times as large: all values are outside the reference's range, in its last bin.
  'other units': {
    leads: ['invalid:tenure', 'tenure'],
    broken: { rates: { 'invalid:tenure': 0.98 }, shares: { tenure: IN_ONE_BIN(LAST) } },
  },
  'volume stopped': { leads: ['volume'], broken: { stopped: true } },
  'latency x10': { leads: ['latency'], broken: { latency: 10 } },
  'failures 20%': { leads: ['failures'], broken: { rates: { failures: 0.2 } } },
};
