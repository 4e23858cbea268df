/** What breaks: each as what the panes show of it. */
export interface Break {
  readonly rates?: Readonly<Record<string, number>>;
  readonly shares?: Readonly<Record<string, (ofDay: readonly number[]) => readonly number[]>>;
  /** Factor of the latency. */
  readonly latency?: number;
  readonly stopped?: boolean;
}

/** By name: what the leading stream's name must begin with, and the break. */
export const BREAKS: Readonly<Record<string, { readonly leads: string; readonly broken: Break }>> = {
  'accuracy .9 to .5': { leads: 'errors', broken: { rates: { errors: 0.5 } } },
  'all missing': { leads: 'missing:tenure', broken: { rates: { 'missing:tenure': 1 } } },
  frozen: {
    leads: 'tenure',
    broken: { shares: { tenure: (bins) => bins.map((_, bin) => (bin === 4 ? 1 : 0)) } },
  },
  'other units': {
    leads: 'tenure',
    broken: { shares: { tenure: (bins) => bins.map((_, bin) => (bin === bins.length - 1 ? 1 : 0)) } },
  },
  'volume stopped': { leads: 'volume', broken: { stopped: true } },
  'latency x10': { leads: 'latency', broken: { latency: 10 } },
  'failures 20%': { leads: 'failures', broken: { rates: { failures: 0.2 } } },
};
