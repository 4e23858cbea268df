/**
 * The part of a configuration that can change while Leeway runs, as a record holds it: in the words of `leeway.yaml`, so that
 * people can read the log, and complete, so that no default of a later version changes what was decided.
 */
import { z } from 'zod';
import { decidedPolicy, type DecidedPolicy } from '../policy/from-settings.js';
import { formatDuration } from './duration.js';
import { ConfigError } from './errors.js';
import { explainIssue } from './explain.js';
import type { ModelSettings } from './model-settings.js';
import { alertExtras, alertKeys, effectDefaults, effectKeys } from './sections/alerts.js';
import { quality } from './sections/quality.js';
import { retrainingDefaults, retrainingKeys } from './sections/retraining.js';
import { rhythmKeys } from './sections/rhythm.js';
import { standardOffset } from './time-zone.js';
import * as value from './values.js';
import { formatWeeklyHours } from './weekly-hours.js';
import { readYaml } from './yaml-source.js';

const { enabled, cooldown, warmUp } = retrainingKeys;
const { enabled: isEnabled, cooldown: usualCooldown, warmUp: usualWarmUp } = retrainingDefaults;

/** What is left out has its default, as in `leeway.yaml`. */
export const policySchema = value.group({
  timeZone: rhythmKeys.timeZone.prefault('UTC'),
  alerts: value
    .group({
      ...value.withDefaults(alertKeys, { falseAlarms: '1 per 90 days', latchUnits: 14 }),
      effect: value.group(value.withDefaults(effectKeys, effectDefaults)).prefault({}),
      ...value.optional(alertExtras),
    })
    .prefault({}),
  retraining: value
    .group(
      value.withDefaults(
        { enabled, cooldown, warmUp },
        { enabled: isEnabled, cooldown: usualCooldown, warmUp: usualWarmUp },
      ),
    )
    .prefault({}),
  quality: quality.exactOptional(),
});

type PolicySettings = z.output<typeof policySchema>;

/** As it stands in a record: complete. */
export interface PolicyText {
  readonly timeZone: string;
  readonly alerts: {
    readonly falseAlarms: string;
    readonly latchUnits: number;
    readonly effect: PolicySettings['alerts']['effect'];
    readonly maintenance?: readonly MaintenanceText[];
    readonly costs?: PolicySettings['alerts']['costs'];
  };
  readonly retraining: { readonly enabled: boolean; readonly cooldown: string; readonly warmUp: string };
  readonly quality?: PolicySettings['quality'];
}

export interface MaintenanceText {
  readonly from?: string;
  readonly to?: string;
  readonly every?: string;
  readonly note?: string;
}

/** The policy that a configuration file says of a model, or of everybody. */
export function policyTextOf({
  timeZone,
  alerts,
  retraining,
  quality: rules,
}: ModelSettings | PolicySettings): PolicyText {
  const { falseAlarms, latchUnits, effect, maintenance, costs } = alerts;
  return {
    timeZone,
    alerts: {
      falseAlarms: `${falseAlarms.alarms} per ${falseAlarms.days} ${falseAlarms.days === 1 ? 'day' : 'days'}`,
      latchUnits,
      effect: { ...effect },
      ...(maintenance && {
        maintenance: maintenance.map(({ from, to, every, note }) => ({
          ...(from !== undefined && { from: new Date(from).toISOString() }),
          ...(to !== undefined && { to: new Date(to).toISOString() }),
          ...(every && { every: formatWeeklyHours(every) }),
          ...(note !== undefined && { note }),
        })),
      }),
      ...(costs && { costs: { ...costs } }),
    },
    retraining: {
      enabled: retraining.enabled,
      cooldown: formatDuration(retraining.cooldown),
      warmUp: formatDuration(retraining.warmUp),
    },
    ...(rules && Object.keys(rules).length > 0 && { quality: rules }),
  };
}

/**
 * A policy as a person has written it, made complete.
 * @param text YAML, and so JSON too
 * @throws ConfigError with every problem, its line, column and fix
 */
export function readPolicy(text: string, filename: string): PolicyText {
  const source = readYaml(text);
  const problems =
    source.errors.length > 0
      ? source.errors.map(({ line, column, message }) => ({ line, column, key: '', message }))
      : [];
  if (problems.length > 0) throw new ConfigError(filename, problems);
  const parsed = policySchema.safeParse(source.value ?? {});
  if (parsed.success) return policyTextOf(parsed.data);
  const schema = z.toJSONSchema(policySchema, { io: 'input' });
  throw new ConfigError(
    filename,
    parsed.error.issues
      .flatMap((issue) => explainIssue(issue, source, schema))
      .sort((a, b) => a.line - b.line || a.column - b.column),
  );
}

/**
 * What a record's policy decides.
 * @throws Error for a record that this program cannot read: a newer one has written it
 */
export function decidedBy(text: PolicyText): DecidedPolicy {
  const parsed = policySchema.safeParse(text);
  if (!parsed.success) {
    throw new Error(
      `a policy in the log cannot be read (${z.prettifyError(parsed.error)}): it was written by another version of Leeway; start that one`,
    );
  }
  return decidedPolicy({ ...parsed.data, zoneOffset: standardOffset(parsed.data.timeZone) ?? 0 });
}
