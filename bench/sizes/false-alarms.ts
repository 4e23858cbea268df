/** What the stages say of a world in which nothing changes: every alert is a false one. */
import { engineSettings } from '../../src/backtest/backtest.js';
import { Decider } from '../../src/backtest/decider.js';
import { firingAlerts } from '../verdicts/firing-alerts.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { AlertRecord } from '../../src/records/feed.js';
import { samePanes } from './same-panes.js';

const DAY = 86_400_000;
/** A Monday. */
const BEGIN = Date.UTC(2024, 0, 1);
export const REFERENCE_DAYS = 42;

export interface Watched {
  /** Alerts as they fired. */
  readonly alerts: readonly AlertRecord[];
  /** Event time, epoch ms: end of the reference. */
  readonly watchedFrom: number;
}

/** @param rows of a pane; @param pane its width, ms; @param days to watch after the reference */
export function falseAlarms(seed: number, rows: number, pane: number, days: number): Watched {
  const text = `pane: ${pane / 3_600_000}h\ngrace: 1h\nretraining: { enabled: false }\nreference: { units: ${REFERENCE_DAYS} }\n`;
  let watchedFrom = Infinity;
  const { alerts, hooks } = firingAlerts(({ to }) => {
    watchedFrom = Math.min(watchedFrom, to);
  });
  const decider = new Decider(engineSettings(loadConfig(text, 'bench')).evaluator, hooks);
  const panes = ((REFERENCE_DAYS + 1 + days) * DAY) / pane;
  for (const record of samePanes({ seed, rows, pane, from: BEGIN, panes })) decider.take([record]);
  if (!Number.isFinite(watchedFrom))
    throw new Error('the model was never watched: no reference was asked for');
  return { alerts, watchedFrom };
}
