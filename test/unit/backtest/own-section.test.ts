/** What a model's own section of the configuration says of its clocks holds all the way, not for a part of the stages. */
import { describe, expect, it } from 'vitest';
import { engineSettings } from '../../../src/backtest/backtest.js';
import { runThrough } from '../../../src/backtest/engine.js';
import { OwnAnswers } from '../../../src/backtest/own-answers.js';
import { loadConfig } from '../../../src/config/load-config.js';
import type { PaneRecord } from '../../../src/records/pane.js';
import { story } from './history.js';

const rest = 'reference: { units: 14 }\nretraining: { holdout: 7d }\n';

/** Everything that is said of the history, in its order. */
function saidUnder(text: string): { readonly topic: string; readonly text: string }[] {
  const said: { topic: string; text: string }[] = [];
  const answers = new OwnAnswers(() => undefined);
  const events = story({ days: 24, rowsADay: 24, turnsOn: 17, delay: 30 });
  runThrough(events, engineSettings(loadConfig(text, 'the test')), {
    onRecord: (record) => {
      answers.take(record);
      said.push({ topic: record.topic, text: (record.value as Buffer).toString('utf8') });
    },
    answer: (request) => answers.answer(request),
  });
  return said;
}

describe('the section of a model', () => {
  const own = 'pane: 6h, grace: 3h, horizon: 4d';
  const ofTheModel = saidUnder(`${rest}models: { m: { ${own} } }\n`);

  it('gives what the same would give as everybody’s', () => {
    expect(ofTheModel).toEqual(saidUnder(`${rest}${own.replaceAll(', ', '\n')}\n`));
  });

  it('is another thing than nothing said', () => {
    const others = saidUnder(rest);
    const widths = (said: typeof others) =>
      new Set(
        said
          .filter(({ topic }) => topic === 'panes')
          .map(({ text }) => {
            const { start, end } = JSON.parse(text) as PaneRecord;
            return `${start % 21_600_000 === 0} ${end - start}`;
          }),
      );
    expect(widths(ofTheModel)).toEqual(new Set(['true 21600000']));
    expect(widths(others)).toEqual(new Set(['true 300000', 'false 300000']));
  });

  it('holds for that model alone', () => {
    expect(saidUnder(`${rest}models: { another: { ${own} } }\n`)).toEqual(saidUnder(rest));
  });
});
