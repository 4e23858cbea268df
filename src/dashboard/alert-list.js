// @ts-check
/**
 * Alerts, open ones first: what, since when, how bad, how sure, why, and what people say of it.
 * @import { AlertRecord } from '../records/feed.js'
 * @import { AskedMark, Mark } from './alert-marks.js'
 * @import { ModelState } from './model-state.js'
 */
import { markControl, markKey } from './alert-marks.js';
import { beganWords, effectWords, evidenceWords, subjectWords } from './alert-words.js';
import { el } from './dom.js';
import { capitalize, formatMinute, formatSpan, formatVersion } from './format.js';
import { postCommand } from './feed-client.js';

const SHOWN_CLOSED = 20;

export class AlertList {
  #host;
  /** Alerts whose acknowledgement is on its way, with the message if it failed. @type {Map<string, string>} */
  #asked = new Map();
  /** Marks on their way, by alert. @type {Map<string, AskedMark>} */
  #askedMarks = new Map();
  #showAll = false;
  /** @type {ModelState | null} */
  #state = null;

  /** @param {HTMLElement} host */
  constructor(host) {
    this.#host = host;
  }

  /** @param {ModelState} state */
  render(state) {
    this.#state = state;
    const focused = document.activeElement?.id ?? '';
    const alerts = [...state.alerts.values()].sort((a, b) => rank(a) - rank(b) || b.firedAt - a.firedAt);
    if (alerts.length === 0) {
      this.#host.replaceChildren(
        el(
          'p',
          { class: 'empty-note' },
          'No alerts. One appears here when a change is both large enough to matter and too unlikely to be chance.',
        ),
      );
      return;
    }
    const open = alerts.filter((alert) => rank(alert) === 0);
    const closed = alerts.slice(open.length);
    const shown = this.#showAll ? closed : closed.slice(0, SHOWN_CLOSED);
    const items = [...open, ...shown].map((alert) => this.#item(alert));
    this.#host.replaceChildren(
      el('ol', { class: 'items' }, ...items),
      this.#more(closed.length - shown.length) ?? '',
    );
    // The list was built anew: the keyboard stays where it was.
    if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
  }

  /** @param {AlertRecord} alert */
  #item(alert) {
    const head = el(
      'div',
      { class: 'item-head' },
      el('h3', {}, capitalize(subjectWords(alert))),
      el('span', { class: `chip ${alert.severity}` }, alert.severity),
      el('span', { class: `chip state-${alert.state}` }, stateText(alert)),
      alert.cost ? el('span', { class: 'chip cost' }, costText(alert.cost)) : null,
    );
    return el(
      'li',
      { class: `item ${alert.severity} ${rank(alert) === 0 ? 'is-open' : ''}`, 'data-alert': alert.id },
      head,
      el('p', { class: 'why' }, alert.why),
      el('p', { class: 'muted' }, whenText(alert)),
      el(
        'dl',
        { class: 'measures' },
        measure('Effect', effectWords(alert), alert.effect.value, alert.effect.floor),
        measure('Evidence', evidenceWords(alert), alert.evidence.statistic, alert.evidence.threshold),
      ),
      el('div', { class: 'actions' }, this.#acknowledge(alert), this.#marks(alert)),
    );
  }

  /** @param {AlertRecord} alert */
  #marks(alert) {
    const { id } = alert;
    const asked = this.#askedMarks.get(id);
    // The model has answered, whether to this command or to another one.
    if (asked && asked.before !== markKey(alert)) this.#askedMarks.delete(id);
    return markControl(alert, this.#askedMarks.get(id), (mark) => void this.#mark(alert, mark));
  }

  /**
   * @param {AlertRecord} alert
   * @param {Mark | null} wanted
   */
  async #mark(alert, wanted) {
    /** @type {AskedMark} */
    const asked = { wanted, before: markKey(alert), progress: 'sending', failure: '' };
    this.#askedMarks.set(alert.id, asked);
    this.#refresh();
    const failure = await postCommand(`/api/alerts/${encodeURIComponent(alert.id)}/mark`, { mark: wanted });
    asked.progress = failure === null ? 'sent' : 'failed';
    asked.failure = failure ?? '';
    // Answered already, or asked for something else since.
    if (this.#askedMarks.get(alert.id) === asked) this.#refresh();
  }

  /** @param {AlertRecord} alert */
  #acknowledge(alert) {
    if (alert.state !== 'firing') {
      this.#asked.delete(alert.id);
      return null;
    }
    const answer = this.#asked.get(alert.id);
    const button = el(
      'button',
      { type: 'button', id: `ack-${alert.id}`, disabled: answer === '' },
      answer === '' ? 'Acknowledging' : 'Acknowledge',
    );
    button.addEventListener('click', () => void this.#submit(alert.id));
    return el(
      'div',
      { class: 'acknowledge' },
      button,
      answer ? el('span', { class: 'failure', role: 'alert' }, answer) : null,
    );
  }

  /** @param {string} id */
  async #submit(id) {
    this.#asked.set(id, '');
    this.#refresh();
    const failure = await postCommand(`/api/alerts/${encodeURIComponent(id)}/acknowledge`);
    if (failure === null) return;
    this.#asked.set(id, failure);
    this.#refresh();
  }

  /** @param {number} hidden */
  #more(hidden) {
    if (hidden <= 0) return null;
    const button = el(
      'button',
      { type: 'button', class: 'quiet', id: 'more-alerts' },
      `Show ${hidden} older`,
    );
    button.addEventListener('click', () => {
      this.#showAll = true;
      this.#refresh();
    });
    return button;
  }

  #refresh() {
    if (this.#state !== null) this.render(this.#state);
  }
}

/** @param {AlertRecord} alert */
const rank = (alert) => (alert.state === 'firing' || alert.state === 'acknowledged' ? 0 : 1);

/** @param {AlertRecord} alert */
function stateText({ state, acknowledgedBy }) {
  return state === 'acknowledged' && acknowledgedBy !== null ? `acknowledged by ${acknowledgedBy}` : state;
}

/** @param {NonNullable<AlertRecord['cost']>} cost */
function costText({ perDay, currency }) {
  const amount = Math.abs(perDay).toLocaleString('en-US', { maximumSignificantDigits: 3 });
  return `costs ${amount} ${currency} a day${perDay < 0 ? ' less' : ''}`;
}

/** @param {AlertRecord} alert */
function whenText(alert) {
  const { onset, firedAt, explainedAt, resolvedAt, version } = alert;
  const explained = explainedAt === undefined ? '' : `, explained ${formatMinute(explainedAt)}`;
  const end =
    resolvedAt === null ? '' : `; over ${formatMinute(resolvedAt)}, after ${formatSpan(onset, resolvedAt)}`;
  return `${formatVersion(version)}; began about ${beganWords(alert, formatMinute)}, fired ${formatMinute(firedAt)}${explained}${end}`;
}

/**
 * A measure with a bar against what was needed; the scale ends at twice that.
 * @param {string} name
 * @param {string} text
 * @param {number} value
 * @param {number} needed
 */
function measure(name, text, value, needed) {
  const bar = el('span', { class: 'gauge', 'aria-hidden': 'true' }, el('span', { class: 'gauge-fill' }));
  const share = needed === 0 ? 1 : Math.min(1, Math.abs(value) / Math.abs(needed) / 2);
  /** @type {HTMLElement} */ (bar.firstElementChild).style.width = `${(share * 100).toFixed(1)}%`;
  return el('div', {}, el('dt', {}, name), el('dd', {}, bar, el('span', {}, text)));
}
