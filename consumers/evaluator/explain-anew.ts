import { DAY } from '../../src/policy/units.js';
import { subjectOf } from '../../src/policy/streams/stream-names.js';
import type { AlertCause, AlertRecord } from '../../src/records/feed.js';
import { isOfSpeed, streamOfAlert } from './alert-stream.js';
import { isOpen } from './alerts.js';
import { causesOfLoss, namedCauses } from './causes-of-loss.js';
import { changeOf } from './change.js';
import { costSince } from './cost-since.js';
import { explain } from './explain.js';
import type { Moment } from './moment.js';
import { effectSince } from './recent-panes.js';
import { shownSince } from './since-when.js';

/**
 * A break is told within minutes, by few rows, which name no cause or now and then the wrong one. So its causes are sought again
 * among all rows since the onset, each time that panes of units close, until a day after it has fired. Where the first of
 * them is another one, the alert says so: its words, change, causes, effect and cost are then those of `explainedAt`.
 *
 * @returns the open alerts whose explanation has changed, explained anew
 */
export function explainAnew(moment: Moment): AlertRecord[] {
  const { model, version, track, speed, end } = moment;
  if (track !== 'performance' || speed !== 'unit') return [];
  return model.alerts.flatMap((alert) => {
    const isYoung = alert.firedAt > end - DAY && alert.firedAt < end;
    if (!isYoung || alert.version !== version.version || alert.track !== track) return [];
    if (!isOpen(alert) || !isOfSpeed(alert, 'fast')) return [];
    const anew = explained({ ...moment, speed: 'fast' }, alert);
    return anew ? [anew] : [];
  });
}

function explained(moment: Moment, alert: AlertRecord): AlertRecord | null {
  const { watch, end, policy } = moment;
  const stream = streamOfAlert(alert);
  if (subjectOf(stream).about !== 'performance') return null;
  const onset = shownSince(alert);
  const why = causesOfLoss(moment, stream, onset);
  const causes = namedCauses(why);
  if (causes.length === 0 || isSame(causes[0], alert.causes[0])) return null;
  const asked = effectSince(watch, { track: 'performance', speed: 'fast', stream, onset, end }, policy);
  const effect = asked?.name === alert.effect.name ? asked : null;
  if (!effect) return null;
  const cost = costSince(moment, stream, onset);
  const { name, value, floor, reference, now } = effect;
  return {
    ...alert,
    change: changeOf(moment, { stream, onset }, why),
    effect: { name, value, floor, reference, now },
    ...(cost && { cost }),
    why: explain(moment, stream, alert, effect, { causes: why, cost }),
    causes,
    explainedAt: end,
  };
}

function isSame(one: AlertCause | undefined, other: AlertCause | undefined): boolean {
  return one?.source === other?.source && one?.name === other?.name && one?.bin === other?.bin;
}
