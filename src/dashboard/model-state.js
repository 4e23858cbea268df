// @ts-check
/**
 * What the page knows: a fold of the feed's records over a snapshot, like the server's projection but of one model.
 * @import { AlertRecord, FeedRecord, MetricsRecord, ModelRecord, ProvisionalPane, ProvisionalRecord, RetrainingRecord, StatusRecord, WeightsRecord } from '../records/feed.js'
 */

/** @typedef {{ cursor: string, models: StatusRecord[], provisional: ProvisionalRecord[], weights?: WeightsRecord[], versions: ModelRecord[], alerts: AlertRecord[], retrainings: RetrainingRecord[], metrics: MetricsRecord[] }} Snapshot */

/** The chart needs months of these; of others only the newest are worth keeping. */
const LONG_KEPT = new Set(['rolling', '24h']);
const LONG = 20_000;
const SHORT = 1_000;

export class ModelState {
  /** @type {Map<string, StatusRecord>} */
  statuses = new Map();
  /** @type {Map<string, AlertRecord>} */
  alerts = new Map();
  /** By request: the newest answer to it. @type {Map<string, ModelRecord>} */
  versions = new Map();
  /** @type {Map<string, RetrainingRecord>} */
  retrainings = new Map();
  /** Changes of weights, by id. @type {Map<string, WeightsRecord>} */
  weights = new Map();
  /** By (resolution, side), then by (version, pane end). @type {Map<string, Map<string, MetricsRecord>>} */
  #metrics = new Map();
  /** What is not decided yet. @type {Map<string, ProvisionalRecord>} */
  #provisional = new Map();
  /** Counts changes of what each part of the page shows. */
  revisions = { status: 0, metrics: 0, alerts: 0, versions: 0 };
  /** The model that is shown; others are known by their status only. */
  model = '';

  /** @param {Snapshot} snapshot */
  reset(snapshot) {
    this.statuses.clear();
    this.alerts.clear();
    this.versions.clear();
    this.retrainings.clear();
    this.weights.clear();
    this.#metrics.clear();
    this.#provisional.clear();
    const { models, provisional, weights = [], versions, alerts, retrainings, metrics } = snapshot;
    const records = [
      ...models,
      ...provisional,
      ...weights,
      ...versions,
      ...alerts,
      ...retrainings,
      ...metrics,
    ];
    for (const record of records) this.apply(record);
    for (const part of /** @type {(keyof ModelState['revisions'])[]} */ (Object.keys(this.revisions)))
      this.revisions[part]++;
  }

  /** @param {FeedRecord} record */
  apply(record) {
    if (record.kind === 'status') {
      this.statuses.set(record.model, record);
      this.revisions.status++;
      return;
    }
    if (record.model !== this.model) return;
    switch (record.kind) {
      case 'metrics':
        this.#addMetrics(record);
        return;
      case 'provisional':
        this.#provisional.set(record.model, record);
        this.revisions.metrics++;
        return;
      case 'weights':
        this.weights.set(record.id, record);
        this.revisions.versions++;
        return;
      case 'alert':
        this.alerts.set(record.id, record);
        this.revisions.alerts++;
        return;
      case 'retraining':
        this.retrainings.set(record.id, record);
        this.revisions.versions++;
        return;
      case 'model':
        this.versions.set(`${record.request} ${record.version}`, record);
        this.revisions.versions++;
        return;
    }
  }

  /** @returns {StatusRecord | undefined} */
  get status() {
    return this.statuses.get(this.model);
  }

  /** Promoted versions in the order in which they came into force. */
  get promotions() {
    return [...this.versions.values()]
      .filter((v) => v.promoted)
      .sort((a, b) => a.effectiveFrom - b.effectiveFrom);
  }

  /** Changes of weights in the order of event time. */
  get weightChanges() {
    return [...this.weights.values()].sort((a, b) => a.at - b.at);
  }

  /**
   * Panes of all rows, by their end.
   * @param {string} resolution
   * @param {MetricsRecord['side']} side
   * @returns {MetricsRecord[]}
   */
  panes(resolution, side) {
    const panes = [...(this.#metrics.get(`${resolution} ${side}`)?.values() ?? [])];
    return panes.sort((a, b) => a.end - b.end);
  }

  /**
   * The newest pane of a kind that is not closed yet, unless what is closed is newer.
   * @param {string} resolution
   * @param {MetricsRecord['side']} side
   * @param {readonly MetricsRecord[]} closed by their end
   * @returns {ProvisionalPane | null}
   */
  openPane(resolution, side, closed) {
    const panes = this.#provisional.get(this.model)?.panes ?? [];
    const newest = panes.findLast((pane) => pane.resolution === resolution && pane.side === side);
    return newest !== undefined && newest.end > (closed.at(-1)?.end ?? -Infinity) ? newest : null;
  }

  /**
   * Width of the base panes that are open, where none is closed yet.
   * @param {MetricsRecord['side']} side
   */
  #openWidth(side) {
    const panes = this.#provisional.get(this.model)?.panes ?? [];
    return panes.find((pane) => pane.side === side && pane.resolution !== 'rolling')?.resolution ?? '';
  }

  /**
   * The widest fixed panes of which there are some: days, once a stream is that old.
   * @param {MetricsRecord['side']} side
   * @returns {{ resolution: string, panes: MetricsRecord[] }}
   */
  widestPanes(side) {
    let resolution = '';
    for (const key of this.#metrics.keys()) {
      const [width = '', keySide] = key.split(' ');
      if (keySide !== side || width === 'rolling') continue;
      if (widthOf(width) > widthOf(resolution)) resolution = width;
    }
    if (resolution === '') resolution = this.#openWidth(side);
    return { resolution, panes: this.panes(resolution, side) };
  }

  /** @param {MetricsRecord} record */
  #addMetrics(record) {
    if (record.segment !== '') return;
    const key = `${record.resolution} ${record.side}`;
    let panes = this.#metrics.get(key);
    if (panes === undefined) this.#metrics.set(key, (panes = new Map()));
    panes.set(`${record.version} ${record.end}`, record);
    if (panes.size > (LONG_KEPT.has(record.resolution) ? LONG : SHORT)) {
      for (const oldest of panes.keys()) {
        panes.delete(oldest);
        break;
      }
    }
    this.revisions.metrics++;
  }
}

/**
 * Milliseconds of a pane width such as `5m`, `6h`, `24h`; 0 for what is none.
 * @param {string} resolution
 */
export function widthOf(resolution) {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(resolution) ?? [];
  const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  return Number(count ?? 0) * (units[/** @type {keyof typeof units} */ (unit)] ?? 0);
}
