/** What people say of alerts. It changes what is known of an alert; never detection, never an id. */
import type { CommandRecord } from '../../src/records/command.js';
import type { AlertRecord } from '../../src/records/feed.js';
import { isOpen, moveAlert } from './alerts.js';
import { emitAlert, type Emitted } from './emit.js';
import { replace } from './judge.js';
import type { ModelState } from './model-state.js';
import { inSilence } from './silences.js';

type AboutAlerts = Extract<CommandRecord, { readonly action: 'acknowledge' | 'mark' | 'silence' }>;

export function takeWordOnAlerts(model: ModelState, command: AboutAlerts, out: Emitted): void {
  for (const changed of changedBy(model, command)) emitAlert(out, replace(model, changed));
}

function changedBy(model: ModelState, command: AboutAlerts): AlertRecord[] {
  switch (command.action) {
    case 'acknowledge': {
      const alert = model.alerts.find(({ id }) => id === command.alert);
      const moved = alert && moveAlert(alert, 'acknowledged', { by: command.by });
      return moved ? [moved] : [];
    }
    case 'mark': {
      const { mark, by, at, note } = command;
      const alert = model.alerts.find(({ id }) => id === command.alert);
      if (!alert) return [];
      const { mark: _said, ...unmarked } = alert;
      return [
        mark === null
          ? unmarked
          : { ...unmarked, mark: { mark, by, at, ...(note !== undefined && { note }) } },
      ];
    }
    case 'silence': {
      const { metric, until, by } = command;
      model.silences = model.silences.filter((silence) => silence.metric !== metric);
      if (until !== null) model.silences.push({ metric, until, by });
      return model.alerts
        .filter((alert) => isOpen(alert) && (metric === null || alert.metric === metric))
        .map((alert) => inSilence(model, alert, alert.firedAt));
    }
  }
}
