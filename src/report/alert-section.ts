import type { ModelHistory } from '../backtest/history.js';
import { moneyText } from '../policy/costs.js';
import type { AlertRecord } from '../records/feed.js';
import { card } from './card.js';
import { tag, textTag } from './markup.js';
import { shownAlerts } from './shown-alerts.js';
import { beganWords, capitalize, effectWords, evidenceWords, formatDay, subjectWords } from './words.js';

/** Every alert: what, since when, how bad, how sure, and why. */
export function alertSection(model: ModelHistory): string {
  const alerts = shownAlerts(model);
  if (alerts.length === 0)
    return card(
      'Alerts',
      '',
      textTag(
        'p',
        { class: 'empty-note' },
        'None. An alert needs a change that is both large enough to matter and too unlikely to be chance.',
      ),
    );
  return card('Alerts', '', tag('ol', { class: 'items' }, ...alerts.map(item)));
}

function item(alert: AlertRecord): string {
  const { severity, state, change, cost, why, firedAt, resolvedAt, version } = alert;
  const open = resolvedAt === null;
  const ended = open ? 'still open when the history ended' : `over ${formatDay(resolvedAt)}`;
  return tag(
    'li',
    { class: `item ${severity}${open ? ' is-open' : ''}` },
    tag(
      'div',
      { class: 'item-head' },
      textTag('h3', {}, capitalize(subjectWords(alert))),
      textTag('span', { class: 'chip' }, change),
      textTag('span', { class: `chip ${severity}` }, severity),
      textTag('span', { class: `chip state-${state}` }, state),
      cost ? textTag('span', { class: 'chip' }, `${moneyText(cost.perDay, cost.currency)} a day`) : '',
    ),
    textTag('p', { class: 'why' }, why),
    textTag(
      'p',
      { class: 'muted' },
      `Began about ${beganWords(alert, formatDay)}, fired ${formatDay(firedAt)}, ${ended}; version ${version}`,
    ),
    tag(
      'dl',
      { class: 'measures' },
      measure('Effect', effectWords(alert), alert.effect.value, alert.effect.floor),
      measure('Evidence', evidenceWords(alert), alert.evidence.statistic, alert.evidence.threshold),
    ),
  );
}

/** With a bar against what was needed; its scale ends at twice that. */
function measure(name: string, text: string, value: number, needed: number): string {
  const share = needed === 0 ? 1 : Math.min(1, Math.abs(value) / Math.abs(needed) / 2);
  return tag(
    'div',
    {},
    textTag('dt', {}, name),
    tag(
      'dd',
      {},
      tag(
        'span',
        { class: 'gauge', 'aria-hidden': 'true' },
        tag(
          'svg',
          { width: '100%', height: 6 },
          tag('rect', { class: 'gauge-part', width: `${(100 * share).toFixed(1)}%`, height: 6, rx: 3 }),
        ),
      ),
      textTag('span', {}, text),
    ),
  );
}
