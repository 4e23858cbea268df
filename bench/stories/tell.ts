/** One story through the stages themselves, in one process: what alerts come of it. */
import { simulate, type GroundTruth } from '../../producers/simulators/index.js';
import { engineSettings } from '../../src/backtest/backtest.js';
import { Engine } from '../../src/backtest/engine.js';
import { firingAlerts } from '../verdicts/firing-alerts.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { AlertRecord } from '../../src/records/feed.js';

export interface Story {
  readonly name: string;
  readonly variant: string;
  readonly seed: number;
  readonly scale: number;
  /** Width of the base panes: `5m`, `1h`. */
  readonly pane: string;
}

export interface Told {
  readonly truth: GroundTruth;
  /** Each alert as it fired. */
  readonly alerts: readonly AlertRecord[];
  /** End of the reference, event time; null: the version never had one. */
  readonly watchedFrom: number | null;
}

/** The story under the settings that a newcomer has, but for the width of the panes; nothing is trained. */
export function tell(story: Story): Told {
  const { truth, events } = simulate(story.name, story);
  let watchedFrom: number | null = null;
  const { alerts, hooks } = firingAlerts(({ to }) => {
    watchedFrom ??= to;
  });
  const engine = new Engine(
    engineSettings(loadConfig(`pane: ${story.pane}\nretraining: { enabled: false }`, 'bench')),
    hooks,
  );
  for (const { kind, event } of events) {
    if (kind === 'end') continue;
    const side = kind === 'prediction' ? 'predictions' : 'outcomes';
    engine.addRecord(side, Buffer.from(JSON.stringify(event)), Number(event.time), event.model);
  }
  engine.end();
  return { truth, alerts, watchedFrom };
}
