/** The rules between keys, all in one place. */
import { brokenObjectives } from './broken-objectives.js';
import { formatDuration } from './duration.js';
import { settingsOf, type ModelSettings } from './model-settings.js';
import type { Config, ModelOverrides } from './schema.js';

export type Path = readonly string[];

export interface BrokenRule {
  /** The keys that are in it together, likeliest first. At least one. */
  readonly paths: readonly [Path, ...Path[]];
  readonly message: string;
}

const sixHours = 21_600_000;
const day = 86_400_000;
/** Those that divide six hours and that people write, in ms. */
const panes = [1, 5, 10, 15, 30, 60, 120, 180, 360].map((minutes) => minutes * 60_000);

/** What is wrong with a configuration whose single values are all right. */
export function brokenRules(config: Config): BrokenRule[] {
  const own = Object.entries(config.models).flatMap(([model, overrides]) =>
    brokenBy(config, model, ['models', model], overrides),
  );
  return [
    ...brokenBy(config, undefined, [], config),
    ...own,
    ...nobodyListed(config),
    ...brokenObjectives(config),
  ];
}

function nobodyListed({ onlyListedModels, models }: Config): BrokenRule[] {
  if (!onlyListedModels || Object.keys(models).length > 0) return [];
  return [
    {
      paths: [['onlyListedModels'], ['models']],
      message:
        'no model is listed, so nothing would be watched: name each one under models, such as churn: {}',
    },
  ];
}

/** A model answers only for rules about something that it says itself; the rest is everybody's. */
function brokenBy(config: Config, model: string | undefined, at: Path, said: ModelOverrides): BrokenRule[] {
  const settings = settingsOf(config, model);
  const { pane, grace, horizon, retraining } = settings;
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
  const { patience = Infinity } = settings;
  if ((said === config || said.horizon !== undefined) && patience < horizon) {
    broken.push({
      paths: [
        ['join', 'patience'],
        [...at, 'horizon'],
      ],
      message:
        `patience ${formatDuration(patience)} is shorter than the horizon ${formatDuration(horizon)}: outcomes towards ` +
        `its end would meet no prediction; raise join.patience, or leave it out`,
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
  broken.push(...brokenRhythm(config, settings, at, said), ...brokenCosts(settings, at, said));
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

const weeksAtLeast = 20;

function brokenRhythm(
  config: Config,
  { pane, season, timeZone, zoneOffset }: ModelSettings,
  at: Path,
  said: ModelOverrides,
): BrokenRule[] {
  const broken: BrokenRule[] = [];
  if ((said.timeZone ?? said.pane) !== undefined && zoneOffset % pane !== 0) {
    const fitting = panes.filter((width) => zoneOffset % width === 0);
    broken.push({
      paths: [
        [...at, 'timeZone'],
        [...at, 'pane'],
      ],
      message:
        `midnight in ${timeZone} (standard time) is ${formatDuration(Math.abs(zoneOffset))} ` +
        `${zoneOffset < 0 ? 'after' : 'before'} that of UTC, in the middle of a pane of ${formatDuration(pane)}: ` +
        `write a pane of ${fitting.map(formatDuration).join(', ')}`,
    });
  }
  const days = config.reference.units;
  if ((said === config || said.season !== undefined) && season === 'week' && days < 7 * weeksAtLeast) {
    broken.push({
      paths: [
        [...at, 'season'],
        ['reference', 'units'],
      ],
      message:
        `season week counts evidence in weeks, and ${days} days are ${days / 7} of them: ` +
        `make reference.units at least ${7 * weeksAtLeast}, or write season: day`,
    });
  }
  return broken;
}

const taskOfCost = { falsePositive: 'binary', falseNegative: 'binary', absoluteError: 'regression' } as const;

/** A cost that the model's answers can never cause is a mistake in the file. */
function brokenCosts({ task, alerts }: ModelSettings, at: Path, said: ModelOverrides): BrokenRule[] {
  if (task === undefined || said.alerts?.costs === undefined) return [];
  return (['falsePositive', 'falseNegative', 'absoluteError'] as const).flatMap((key) =>
    alerts.costs?.[key] === undefined || taskOfCost[key] === task
      ? []
      : [
          {
            paths: [[...at, 'alerts', 'costs', key]] as const,
            message: `${key} is a cost of ${taskOfCost[key]} models, and this one is ${task}`,
          },
        ],
  );
}
