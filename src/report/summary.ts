/** A backtest for machines: what is printed as JSON, and what the report says in words. Times are ISO 8601. */
import type { Backtest } from '../backtest/backtest.js';
import type { Choice } from '../backtest/choose-columns.js';
import type { ModelHistory } from '../backtest/history.js';
import { settingsOf } from '../config/model-settings.js';
import type { Books } from '../records/books.js';
import type { AlertRecord } from '../records/feed.js';
import { shownAlerts } from './shown-alerts.js';
import { whyUnwatched } from './unwatched.js';
import { verdictOf } from './verdict.js';

export interface AlertSummary {
  readonly id: string;
  readonly version: string;
  readonly metric: string;
  readonly track: string;
  readonly change: string;
  readonly segment: string;
  /** Alerts of one incident likely belong together. */
  readonly incident: string;
  readonly severity: string;
  readonly state: string;
  readonly since: string;
  /** Where outcomes come late: since when they show it. */
  readonly shownSince?: string;
  readonly firedAt: string;
  readonly resolvedAt: string | null;
  readonly effect: AlertRecord['effect'];
  readonly evidence: AlertRecord['evidence'];
  readonly why: string;
}

export interface ModelSummary {
  readonly model: string;
  readonly task: string | null;
  readonly verdict: string;
  /** Why performance could not be watched; left out: it could. */
  readonly unwatched?: string;
  readonly readiness: string;
  readonly alerts: readonly AlertSummary[];
  readonly references: readonly { readonly version: string; readonly from: string; readonly to: string }[];
  /** The newest day, by metric. */
  readonly performance: Readonly<Record<string, number>>;
  readonly books: Books | null;
}

export interface Summary {
  readonly leeway: string;
  readonly alarmed: boolean;
  readonly verdict: string;
  readonly files: readonly string[];
  readonly rows: number;
  readonly from: string;
  readonly to: string;
  readonly badRows: number;
  readonly settings: readonly Choice[];
  readonly models: readonly ModelSummary[];
}

export function summarize(result: Backtest, version: string): Summary {
  const models = result.models.map((model) =>
    modelSummary(model, settingsOf(result.config, model.model).horizon),
  );
  const alarmed = models.some(({ alerts }) => alerts.length > 0);
  return {
    leeway: version,
    alarmed,
    verdict:
      models.length === 0 ? 'There was nothing to watch.' : models.map(({ verdict }) => verdict).join(' '),
    files: result.files.map(({ path }) => path),
    rows: result.rows,
    from: iso(result.span.from),
    to: iso(result.span.to),
    badRows: result.bad.count,
    settings: result.choices,
    models,
  };
}

function modelSummary(model: ModelHistory, horizon: number): ModelSummary {
  const { status } = model;
  const unwatched = whyUnwatched(model, horizon);
  return {
    model: model.model,
    task: status?.task ?? null,
    verdict: verdictOf(model, horizon),
    ...(unwatched !== null && { unwatched }),
    readiness: status?.readiness ?? 'nothing was decided',
    alerts: shownAlerts(model).map(alertSummary),
    references: model.references.map(({ version, from, to }) => ({ version, from: iso(from), to: iso(to) })),
    performance: model.outcomes.at(-1)?.values ?? {},
    books: status?.books ?? null,
  };
}

export function alertSummary(alert: AlertRecord): AlertSummary {
  const {
    id,
    version,
    metric,
    track,
    change,
    segment,
    incident,
    severity,
    state,
    onset,
    shownSince,
    firedAt,
    resolvedAt,
    effect,
    evidence,
    why,
  } = alert;
  return {
    id,
    version,
    metric,
    track,
    change,
    segment,
    incident,
    severity,
    state,
    since: iso(onset),
    ...(shownSince !== undefined && { shownSince: iso(shownSince) }),
    firedAt: iso(firedAt),
    resolvedAt: resolvedAt === null ? null : iso(resolvedAt),
    effect,
    evidence,
    why,
  };
}

const iso = (time: number): string => new Date(time).toISOString();
