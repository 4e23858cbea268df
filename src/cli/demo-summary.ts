import {
  mergeOutcomePane,
  emptyOutcomePane,
  outcomePaneFromJson,
  type OutcomePane,
} from '../aggregates/outcome-pane.js';
import type { EventLog } from '../log/port.js';
import { performanceValues } from '../metrics/pane-metrics.js';
import { imbalances, type Books } from '../records/books.js';
import type {
  AlertRecord,
  ModelRecord,
  ReferenceRequestRecord,
  RetrainingRecord,
  StatusRecord,
} from '../records/feed.js';
import type { PaneRecord } from '../records/pane.js';

/** The outcome of a demo run as one object: the last line of `--json`. Times are ISO 8601. */
export interface DemoSummary {
  readonly predictions: Entered;
  readonly outcomes: Entered;
  readonly joined: number;
  readonly unmatchedPredictions: number;
  readonly unmatchedOutcomes: number;
  readonly latePredictions: number;
  readonly lateOutcomes: number;
  readonly panes: number;
  readonly alerts: readonly {
    readonly id: string;
    readonly model: string;
    readonly version: string;
    readonly metric: string;
    readonly detectors: readonly string[];
    readonly onset: string;
    /** Where outcomes come late: since when they show it. */
    readonly shownSince?: string;
    readonly firedAt: string;
    readonly resolvedAt: string | null;
    readonly effect: AlertRecord['effect'];
    readonly why: string;
  }[];
  readonly retrainings: readonly {
    readonly requestedAt: string;
    readonly reason: string;
    readonly from: string;
    readonly to: string;
    readonly promoted: boolean | null;
    readonly why: string;
  }[];
  readonly versions: readonly {
    readonly version: string;
    readonly from: string;
    readonly rows: number;
    readonly logLoss: number | null;
    readonly auc: number | null;
    readonly accuracy: number | null;
  }[];
  readonly seconds: number;
}

interface Entered {
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly deadLetters: number;
}

/** Everything that the log says of a model, folded; the evaluator's own words, nothing recomputed but totals by version. */
export async function summarise(
  log: EventLog,
  model: string,
  partitions: number,
  seconds: number,
): Promise<{ summary: DemoSummary; imbalances: string[] }> {
  let status: StatusRecord | null = null;
  const alerts = new Map<string, AlertRecord>();
  const requests: RetrainingRecord[] = [];
  const models: ModelRecord[] = [];
  const versions = new Map<string, { from: number; pane: OutcomePane }>();
  await readAll(log, 'metrics', model, partitions, (text) => {
    if (text.startsWith('{"v":1,"kind":"status"')) status = JSON.parse(text) as StatusRecord;
  });
  await readAll(log, 'alerts', model, partitions, (text) => {
    const alert = JSON.parse(text) as AlertRecord;
    alerts.set(alert.id, alert);
  });
  await readAll(log, 'retraining', model, partitions, (text) => {
    const record = JSON.parse(text) as RetrainingRecord | ReferenceRequestRecord;
    if (record.kind === 'retraining') requests.push(record);
  });
  await readAll(log, 'models', model, partitions, (text) => models.push(JSON.parse(text) as ModelRecord));
  await readAll(log, 'panes', model, partitions, (text, headers) => {
    if (headers['side'] !== 'outcome' || headers['segment'] !== '') return;
    const record = JSON.parse(text) as PaneRecord;
    let version = versions.get(record.version);
    if (!version) versions.set(record.version, (version = { from: record.start, pane: emptyOutcomePane() }));
    if (record.outcome) mergeOutcomePane(version.pane, outcomePaneFromJson(record.outcome));
  });
  if (!status) throw new Error(`the log has no status of model ${model}: was it watched at all?`);
  const { books, panes } = status as StatusRecord;
  const answers = new Map(models.map((record) => [record.request, record]));
  const starts = new Map(
    models.filter(({ promoted }) => promoted).map(({ version, effectiveFrom }) => [version, effectiveFrom]),
  );
  return {
    imbalances: imbalances(books),
    summary: {
      ...entered(books),
      joined: books.predictions.joined,
      unmatchedPredictions: books.predictions.unmatched,
      unmatchedOutcomes: books.outcomes.unmatched,
      latePredictions: books.predictions.late,
      lateOutcomes: books.outcomes.late,
      panes,
      alerts: [...alerts.values()]
        .sort((a, b) => a.firedAt - b.firedAt || (a.id < b.id ? -1 : 1))
        .map(({ id, version, metric, detectors, onset, shownSince, firedAt, resolvedAt, effect, why }) => ({
          id,
          model,
          version,
          metric,
          detectors,
          onset: iso(onset),
          ...(shownSince !== undefined && { shownSince: iso(shownSince) }),
          firedAt: iso(firedAt),
          resolvedAt: resolvedAt === null ? null : iso(resolvedAt),
          effect,
          why,
        })),
      retrainings: requests.map((request) => {
        const answer = answers.get(request.id);
        return {
          requestedAt: iso(request.requestedAt),
          reason: request.cause ?? request.reason,
          from: iso(request.from),
          to: iso(request.to),
          promoted: answer?.promoted ?? null,
          why: answer?.why ?? 'not answered yet',
        };
      }),
      versions: [...versions]
        .map(([version, { from, pane }]) => {
          const values = performanceValues(pane, 'binary');
          return {
            version,
            from: iso(starts.get(version) ?? from),
            rows: pane.n,
            logLoss: values['logLoss'] ?? null,
            auc: values['auc'] ?? null,
            accuracy: values['accuracy'] ?? null,
          };
        })
        .sort((a, b) => (a.from < b.from ? -1 : 1)),
      seconds,
    },
  };
}

function entered(books: Books): { predictions: Entered; outcomes: Entered } {
  const of = ({ read, accepted, duplicates, deadLetters }: Books['predictions']): Entered => ({
    read,
    accepted,
    duplicates,
    deadLetters,
  });
  return { predictions: of(books.predictions), outcomes: of(books.outcomes) };
}

async function readAll(
  log: EventLog,
  topic: string,
  model: string,
  partitions: number,
  take: (text: string, headers: Readonly<Record<string, string>>) => void,
): Promise<void> {
  for (let partition = 0; partition < partitions; partition++) {
    const { first, next } = await log.range(topic, partition);
    await log.read(topic, partition, first, next, (records) => {
      for (const { key, value, headers } of records)
        if (key === model && value) take(value.toString('utf8'), headers);
    });
  }
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
