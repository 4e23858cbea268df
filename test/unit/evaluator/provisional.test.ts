import { describe, expect, it } from 'vitest';
import { provisionalTotals } from '../../../consumers/evaluator/provisional.js';
import { evaluatorStage } from '../../../consumers/evaluator/stage.js';
import type { LogRecord, NewRecord } from '../../../src/log/port.js';
import type { ProfileRecord } from '../../../src/records/profile.js';
import type { ProvisionalRecord } from '../../../src/records/feed.js';
import { inTurn, Life } from './life.js';
import { BEGIN, DAY, MODEL, Profilers, rowsOf, settings } from './world.js';

const parsed = ({ value }: NewRecord) => JSON.parse(String(value)) as ProvisionalRecord;

function totals(life: Life): ProvisionalRecord {
  const model = life.state.models.get(MODEL);
  if (model === undefined) throw new Error('no such model');
  return parsed(provisionalTotals(model, life.settings));
}

const frames = (days: number, end = false): ProfileRecord[] =>
  inTurn(
    new Profilers().frames(
      rowsOf({ from: BEGIN, to: BEGIN + days * DAY, version: '0' }),
      BEGIN + days * DAY,
      { end, batch: 6 },
    ),
  );

describe('what is not decided yet', () => {
  it('is, before a pane closes, the very values that the pane closes with', () => {
    const life = new Life(settings());
    const shown = new Map<string, unknown>();
    const compared = new Set<string>();
    for (const record of frames(6, true)) {
      // The record that closes a pane may bring its last rows: so look after its deltas, with its watermark held back.
      const held =
        record.kind === 'delta' ? { ...record, predictionsUntil: -8.64e15, outcomesUntil: -8.64e15 } : null;
      shown.clear();
      if (held) {
        const look = new Life(settings(), life.snapshot());
        look.step([held]);
        for (const { n, values, ...pane } of totals(look).panes) {
          shown.set(JSON.stringify(pane), { n, values: shownEarly(values) });
        }
      }
      const before = life.said.metrics.length;
      life.step([record]);
      for (const { version, resolution, side, start, end, n, values, segment } of life.said.metrics.slice(
        before,
      )) {
        if (segment !== '' || (side === 'prediction' && resolution !== '6h')) continue;
        const seen = shown.get(JSON.stringify({ version, side, resolution, start, end }));
        if (seen === undefined) continue;
        expect({ resolution, side, end, seen }).toEqual({
          resolution,
          side,
          end,
          seen: { n, values: shownEarly(values) },
        });
        compared.add(`${side} ${resolution}`);
      }
    }
    expect([...compared].sort()).toEqual(['outcome 24h', 'outcome 6h', 'outcome rolling', 'prediction 6h']);
  });

  it('says how many records are in it, and is empty once all is decided', () => {
    const life = new Life(settings());
    const all = frames(2, true);
    // The third partition has not spoken: nothing closes.
    life.step(all.slice(0, 2));
    const { read } = life.said.status.books.predictions;
    expect(totals(life).read).toEqual({ predictions: read, outcomes: life.said.status.books.outcomes.read });
    expect(totals(life).panes.length).toBeGreaterThan(0);
    life.step(all.slice(2));
    expect(totals(life).panes).toEqual([]);
  });

  it('stays small, however many panes and versions are open', () => {
    const life = new Life(settings());
    for (let v = 0; v < 12; v++) {
      const rows = rowsOf({ from: BEGIN, to: BEGIN + 5 * DAY, version: `v${v}`, seed: v });
      // Nothing closes: two of three partitions never speak.
      const [first = []] = new Profilers().frames(rows, BEGIN + 5 * DAY);
      life.feed(first);
    }
    const { panes } = totals(life);
    expect(new Set(panes.map(({ version }) => version)).size).toBe(8);
    expect(panes).toHaveLength(8 * 6);
    expect(panes.map(({ end }) => end)).toEqual(panes.map(({ end }) => end).sort((a, b) => a - b));
  });

  it('changes no result and no state: with it a life is the same as without', () => {
    const plain = new Life(settings());
    const watched = new Life(settings());
    for (const record of frames(4, true)) {
      plain.step([record]);
      watched.step([record]);
      totals(watched);
    }
    expect(watched.said.records).toEqual(plain.said.records);
    expect(watched.snapshot()).toEqual(plain.snapshot());
  });

  it('is said of those models only that have changed since', () => {
    const stage = evaluatorStage(settings());
    const state = stage.empty(0);
    const take = () => stage.provisional?.(state).map(parsed) ?? [];
    const [first = [], second = []] = new Profilers().frames(
      rowsOf({ from: BEGIN, to: BEGIN + DAY, version: '0' }),
      BEGIN + DAY,
    );
    const asLogged = (records: readonly ProfileRecord[], model: string) =>
      records.map((record) => ({ value: Buffer.from(JSON.stringify({ ...record, model })) }) as LogRecord);
    stage.step(state, asLogged(first, 'a'));
    stage.step(state, asLogged(first, 'b'));
    expect(take().map(({ model }) => model)).toEqual(['a', 'b']);
    expect(take()).toEqual([]);
    stage.step(state, asLogged(second, 'b'));
    expect(take().map(({ model }) => model)).toEqual(['b']);
  });
});

/** ADWIN is asked once a closed pane. */
/** Change detectors, baselines and estimates come with the verdict. */
function shownEarly(values: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => !/^(adwin$|baseline:|estimated:)/.test(name)),
  );
}
