import { OwnAnswers } from '../../src/backtest/own-answers.js';
import type { DeciderHooks } from '../../src/backtest/decider.js';
import type { Reference } from '../../src/policy/reference.js';
import type { AlertRecord } from '../../src/records/feed.js';

/** What answers an evaluator that nobody trains for, and keeps each alert as it fired, explained as it was last. */
export function firingAlerts(onReference: (reference: Reference) => void): {
  readonly alerts: readonly AlertRecord[];
  readonly hooks: Required<DeciderHooks>;
} {
  const alerts: AlertRecord[] = [];
  const answers = new OwnAnswers(onReference);
  const hooks: Required<DeciderHooks> = {
    onRecord: (record) => {
      answers.take(record);
      if (record.topic !== 'alerts') return;
      const alert = JSON.parse(String(record.value)) as AlertRecord;
      if (alert.state !== 'firing') return;
      const told = alerts.findIndex(({ id }) => id === alert.id);
      if (told < 0) alerts.push(alert);
      else alerts[told] = alert;
    },
    answer: (request) => answers.answer(request),
  };
  return { alerts, hooks };
}
