// @ts-check
/**
 * The live page: folds the feed into a state and draws what has changed, at most a few times a second.
 * @import { ConnectionState } from './feed-client.js'
 * @import { FeedRecord } from '../records/feed.js'
 */
import { AlertList } from './alert-list.js';
import { markKey, markText } from './alert-marks.js';
import { subjectWords } from './alert-words.js';
import { byId, el, setText } from './dom.js';
import { DriftChart } from './drift-chart.js';
import { FeedClient, postCommand } from './feed-client.js';
import { formatVersion } from './format.js';
import { ModelState } from './model-state.js';
import { PerformanceChart } from './performance-chart.js';
import { renderSummary } from './summary.js';
import { renderVersions } from './version-list.js';

/** Drawing more often helps nobody's eyes. */
const REDRAW_MS = 250;

const state = new ModelState();
const performanceChart = new PerformanceChart(byId('performance'));
const driftChart = new DriftChart(byId('drift'));
const alertList = new AlertList(byId('alerts'));
const select = /** @type {HTMLSelectElement} */ (byId('model-select'));

/** What was drawn last, to draw only what has changed. */
let drawn = { status: -1, metrics: -1, alerts: -1, versions: -1 };
let scheduled = false;
let drawnAt = 0;

const client = new FeedClient({
  onSnapshot(snapshot) {
    state.reset(snapshot);
    chooseModel();
    schedule();
  },
  onRecord(record) {
    announce(record);
    state.apply(record);
    if (state.model === '') chooseModel();
    schedule();
  },
  onState: showConnection,
});

/** Shows the model of the address, else the first that there is. */
function chooseModel() {
  if (state.model !== '' || state.statuses.size === 0) return;
  const wanted = new URLSearchParams(location.search).get('model');
  const [first = ''] = state.statuses.keys();
  show(wanted !== null && state.statuses.has(wanted) ? wanted : first);
}

/** @param {string} model */
function show(model) {
  state.model = model;
  document.title = `${model} · Leeway`;
  client.show(model);
}

function schedule() {
  if (scheduled) return;
  scheduled = true;
  const wait = Math.max(0, REDRAW_MS - (performance.now() - drawnAt));
  // A hidden page draws nothing until it is looked at again.
  setTimeout(() => requestAnimationFrame(redraw), wait);
}

function redraw() {
  scheduled = false;
  drawnAt = performance.now();
  const { status, metrics, alerts, versions } = state.revisions;
  const known = state.status !== undefined;
  byId('welcome').hidden = known;
  byId('model-view').hidden = !known;
  if (!known) {
    setText(byId('sample'), sample());
    return;
  }
  if (status !== drawn.status) renderChoice();
  if (status !== drawn.status || alerts !== drawn.alerts) renderSummary(state);
  if (metrics !== drawn.metrics || alerts !== drawn.alerts || versions !== drawn.versions)
    performanceChart.render(state);
  if (metrics !== drawn.metrics) driftChart.render(state);
  if (alerts !== drawn.alerts) alertList.render(state);
  if (versions !== drawn.versions || alerts !== drawn.alerts) renderVersions(byId('versions'), state);
  drawn = { status, metrics, alerts, versions };
}

function renderChoice() {
  const models = [...state.statuses.keys()].sort();
  byId('model-choice').hidden = models.length < 2;
  if (select.options.length !== models.length) {
    select.replaceChildren(...models.map((model) => el('option', { value: model }, model)));
  }
  select.value = state.model;
}

/** @param {ConnectionState} connection */
function showConnection(connection) {
  const texts = { connecting: 'Connecting', live: 'Live', waiting: 'Connection lost, trying again' };
  const line = byId('connection');
  line.dataset['state'] = connection;
  setText(line, texts[connection]);
}

/**
 * What a person who cannot see the page has to hear.
 * @param {FeedRecord} record
 */
function announce(record) {
  if (record.model !== state.model) return;
  if (record.kind === 'alert') {
    const before = state.alerts.get(record.id);
    const words =
      before === undefined || markKey(before) === markKey(record)
        ? `${record.state}: ${record.why}`
        : record.mark
          ? markText(record.mark)
          : 'has no mark any more';
    setText(byId('announcer'), `Alert on ${subjectWords(record)} ${words}`);
  }
  if (record.kind === 'model') {
    setText(
      byId('announcer'),
      `${formatVersion(record.version)} ${record.promoted ? 'promoted' : 'rejected'}: ${record.why}`,
    );
  }
}

function sample() {
  const event = {
    id: 'a1',
    model: 'my-model',
    version: '1',
    time: new Date(0).toISOString(),
    features: { x: 1 },
    prediction: 1,
    score: 0.8,
  };
  return `curl ${location.origin}/v1/predictions -d '${JSON.stringify(event)}'`;
}

select.addEventListener('change', () => {
  const address = new URL(location.href);
  address.searchParams.set('model', select.value);
  history.replaceState(null, '', address);
  show(select.value);
});

async function askForRetraining() {
  const note = byId('retrain-note');
  setText(note, 'Asking');
  const failure = await postCommand(`/api/models/${encodeURIComponent(state.model)}/retrain`);
  setText(note, failure ?? 'Asked for. The request appears below when the model has decided on it.');
}

byId('retrain').addEventListener('click', () => void askForRetraining());

new ResizeObserver(() => {
  drawn = { ...drawn, metrics: -1 };
  schedule();
}).observe(byId('main'));

client.show(null);
