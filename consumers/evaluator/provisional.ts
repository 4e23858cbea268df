import { emptyOutcomePane, mergeOutcomePane, type OutcomePane } from '../../src/aggregates/outcome-pane.js';
import type { Task } from '../../src/events/event.js';
import type { NewRecord } from '../../src/log/port.js';
import { performanceValues, serviceValues } from '../../src/metrics/pane-metrics.js';
import { EVIDENCE_SCALES } from '../../src/policy/reference.js';
import { widePaneStart } from '../../src/policy/units.js';
import type { ProvisionalPane, ProvisionalRecord } from '../../src/records/feed.js';
import type { EvaluatorSettings } from './evaluator.js';
import type { ModelState, OpenPane } from './model-state.js';
import { compareNames } from './name-order.js';
import { widthName } from './width-name.js';

/** Open panes shown of each side and version, the newest: outcomes that come by night keep a whole day open. */
const MOST_PANES = 2;
/** Versions shown, those with the newest open panes. */
const MOST_VERSIONS = 8;

/** The totals that a model has now, before anything of them is decided. Reads the state, changes nothing. */
export function provisionalTotals(model: ModelState, settings: EvaluatorSettings): NewRecord {
  const { books } = model;
  const record: ProvisionalRecord = {
    v: 1,
    kind: 'provisional',
    model: model.model,
    read: { predictions: books.predictions.read, outcomes: books.outcomes.read },
    panes: [...panesShown(model, settings)].sort((a, b) => a.end - b.end),
  };
  return { topic: 'provisional', key: model.model, value: Buffer.from(JSON.stringify(record)) };
}

function* panesShown(model: ModelState, settings: EvaluatorSettings): Generator<ProvisionalPane> {
  const width = settings.paneOf(model.model);
  for (const [version, { prediction, outcome }] of newestVersions(model)) {
    for (const pane of prediction.slice(0, MOST_PANES)) {
      if (pane.prediction === null) continue;
      const { n } = pane.prediction;
      yield { ...base(pane, width), n, values: serviceValues(pane.prediction) };
    }
    if (model.task === null) continue;
    for (const pane of outcome.slice(0, MOST_PANES)) {
      if (pane.outcome === null) continue;
      yield { ...base(pane, width), ...shownOf(pane.outcome, model.task) };
    }
    const [newest] = outcome;
    if (newest === undefined) continue;
    for (const scale of EVIDENCE_SCALES) {
      if (scale <= width) continue;
      const start = widePaneStart(settings.policyOf(model.model), newest.start, scale);
      const span = { start, end: start + scale };
      const pane = widePane(model, version, outcome, span);
      yield { version, side: 'outcome', resolution: widthName(scale), ...span, ...shownOf(pane, model.task) };
    }
    const window = rollingWindow(model, version, outcome, settings.policyOf(model.model).rollingOutcomes);
    yield { ...base(newest, width), resolution: 'rolling', ...shownOf(window, model.task) };
  }
}

function base({ version, side, start }: OpenPane, width: number) {
  return { version, side, resolution: widthName(width), start, end: start + width };
}

interface OpenOfVersion {
  /** Newest first. */
  readonly prediction: OpenPane[];
  readonly outcome: OpenPane[];
}

function newestVersions(model: ModelState): [string, OpenOfVersion][] {
  const versions = new Map<string, OpenOfVersion>();
  const newest = new Map<string, number>();
  for (const pane of model.open.values()) {
    if (pane.segment !== '') continue;
    let own = versions.get(pane.version);
    if (own === undefined) versions.set(pane.version, (own = { prediction: [], outcome: [] }));
    own[pane.side].push(pane);
    newest.set(pane.version, Math.max(newest.get(pane.version) ?? -Infinity, pane.start));
  }
  for (const { prediction, outcome } of versions.values()) {
    for (const panes of [prediction, outcome]) panes.sort((a, b) => b.start - a.start);
  }
  const age = (version: string): number => newest.get(version) as number;
  return [...versions].sort(([a], [b]) => age(b) - age(a) || compareNames(a, b)).slice(0, MOST_VERSIONS);
}

function shownOf(pane: OutcomePane, task: Task) {
  return { n: pane.n, values: performanceValues(pane, task) };
}

/** What of a wider pane is closed and what is open of it. */
function widePane(
  model: ModelState,
  version: string,
  open: readonly OpenPane[],
  { start, end }: { readonly start: number; readonly end: number },
): OutcomePane {
  const sum = emptyOutcomePane();
  for (const wide of model.wide.values()) {
    const ours = wide.side === 'outcome' && wide.version === version && wide.segment === '';
    if (ours && wide.start === start && wide.width === end - start && wide.outcome) {
      mergeOutcomePane(sum, wide.outcome);
    }
  }
  for (const pane of open) {
    if (pane.start >= start && pane.start < end && pane.outcome) mergeOutcomePane(sum, pane.outcome);
  }
  return sum;
}

/** As a closed pane will have it: the shortest suffix, open panes included, that holds at least so many outcomes. */
function rollingWindow(model: ModelState, version: string, open: readonly OpenPane[], atLeast: number) {
  const window = emptyOutcomePane();
  const closed = (model.versions.get(version)?.rolling.blocks ?? []).flatMap(({ panes }) => panes).reverse();
  for (const pane of [...open.map(({ outcome }) => outcome), ...closed]) {
    if (window.n >= atLeast) break;
    if (pane !== null) mergeOutcomePane(window, pane);
  }
  return window;
}
