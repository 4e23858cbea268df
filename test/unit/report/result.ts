import { engineSettings, type Backtest } from '../../../src/backtest/backtest.js';
import { runThrough } from '../../../src/backtest/engine.js';
import { History } from '../../../src/backtest/history.js';
import { OwnAnswers } from '../../../src/backtest/own-answers.js';
import type { Prediction } from '../../../src/events/event.js';
import { BEGIN, config, DAY, type story } from '../backtest/history.js';

export const NASTY = '<img src=x onerror=alert(1)>"&';

/** A whole result, with a feature of a wicked name. */
export function resultOf(events: ReturnType<typeof story>): Backtest {
  const history = new History();
  const answers = new OwnAnswers((reference) => history.takeReference(reference));
  runThrough(
    events.map((event) =>
      event.kind === 'prediction'
        ? ({ ...event, features: { ...event.features, [NASTY]: 1 } } satisfies Prediction)
        : event,
    ),
    engineSettings(config),
    {
      onRecord: (record) => {
        answers.take(record);
        history.take(record);
      },
      answer: (request) => answers.answer(request),
    },
  );
  return {
    files: [{ path: `${NASTY}.csv`, format: 'csv' }],
    rows: events.length,
    span: { predictions: events.length / 2, from: BEGIN, to: BEGIN + 70 * DAY, longestDelay: null },
    bad: { count: 1, listed: [{ file: 'a.csv', row: 3, why: NASTY }] },
    choices: [{ setting: 'time', value: NASTY, reason: 'named like one' }],
    config,
    models: [...history.models.values()],
  };
}
