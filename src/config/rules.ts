/** The rules between keys, all in one place. */
import { formatDuration } from './duration.js';
import { settingsOf } from './model-settings.js';
import type { Config, ModelOverrides } from './schema.js';

export type Path = readonly string[];

export interface BrokenRule {
  /** The keys that are in it together, likeliest first. At least one. */
  readonly paths: readonly [Path, ...Path[]];
  readonly message: string;
}

const sixHours = 21_600_000;
const day = 86_400_000;

/** What is wrong with a configuration whose single values are all right. */
export function brokenRules(config: Config): BrokenRule[] {
  const own = Object.entries(config.models).flatMap(([model, overrides]) =>
    brokenBy(config, model, ['models', model], overrides),
  );
  return [...brokenBy(config, undefined, [], config), ...own];
}

/** A model answers only for rules about something that it says itself; the rest is everybody's. */
function brokenBy(config: Config, model: string | undefined, at: Path, said: ModelOverrides): BrokenRule[] {
  const { pane, grace, horizon, retraining } = settingsOf(config, model);
  const { loopLead, influx } = config;
  const broken: BrokenRule[] = [];

  if (said.pane !== undefined && sixHours % pane !== 0) {
    broken.push({
      paths: [[...at, 'pane']],
      message: `${formatDuration(pane)} does not divide six hours: write 1m, 5m, 10m, 15m, 30m, 1h, 2h, 3h or 6h`,
    });
  }
  if ((said.pane ?? said.grace) !== undefined && loopLead < pane + grace) {
    broken.push({
      paths: [[...at, 'grace'], [...at, 'pane'], ['loopLead']],
      message:
        `pane ${formatDuration(pane)} + grace ${formatDuration(grace)} is longer than loopLead ` +
        `${formatDuration(loopLead)}: a replay would wait for a pane that cannot close; raise loopLead`,
    });
  }
  if (
    (said === config || said.retraining?.holdout !== undefined) &&
    retraining.holdout >= config.reference.units * day
  ) {
    broken.push({
      paths: [
        [...at, 'retraining', 'holdout'],
        ['reference', 'units'],
      ],
      message:
        `holdout ${formatDuration(retraining.holdout)} leaves nothing to train on of the ` +
        `${config.reference.units} days of the reference: make reference.units larger or the holdout shorter`,
    });
  }
  if (
    influx?.retention !== undefined &&
    (said.horizon ?? said.grace) !== undefined &&
    influx.retention < horizon + grace
  ) {
    broken.push({
      paths: [
        [...at, 'horizon'],
        [...at, 'grace'],
        ['influx', 'retention'],
      ],
      message:
        `horizon ${formatDuration(horizon)} + grace ${formatDuration(grace)} is longer than influx.retention ` +
        `${formatDuration(influx.retention)}: InfluxDB would refuse the metrics of late outcomes; raise the retention`,
    });
  }
  return broken;
}
