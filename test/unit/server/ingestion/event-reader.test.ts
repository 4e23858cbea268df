import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOutcome, parsePrediction } from '../../../../src/events/parse.js';
import { eventReaders } from '../../../../src/server/ingestion/event-reader.js';
import { topic } from '../../events/scan/wild-records.js';

const EDGE = { predictions: parsePrediction, outcomes: parseOutcome };

describe('ingestion reads an event', () => {
  it.each(['predictions', 'outcomes'] as const)('as the strict edge does: %s of any kind', (side) => {
    let accepted = 0;
    fc.assert(
      fc.property(topic(side === 'predictions' ? 'prediction' : 'outcome'), (records) => {
        const read = eventReaders({})[side];
        for (const bytes of records) {
          const parsed = EDGE[side](bytes.toString('utf8'));
          const got = read(bytes);
          if (!parsed.ok) {
            expect(got).toEqual(parsed);
          } else if (parsed.event.kind === 'end') {
            expect(got).toMatchObject({ ok: false, code: 'wrong-type' });
          } else {
            accepted++;
            expect(got).toEqual({ ok: true, id: parsed.event.id, time: parsed.event.time });
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('gives each its own id, whether its layout is known by then or not', () => {
    const read = eventReaders({}).outcomes;
    const outcome = (id: string) =>
      Buffer.from(`{"id":${JSON.stringify(id)},"model":"m","time":981115200000,"outcome":1}`);
    const ids = ['a', 'b', 'ünï', 'with "quotes"', 'c', '\u2028', 'd'];
    expect(ids.map((id) => read(outcome(id)))).toEqual(
      ids.map((id) => ({ ok: true, id, time: 981_115_200_000 })),
    );
  });

  it('refuses events of models that are not taken, predictions and outcomes alike', () => {
    const readers = eventReaders({}, (model) =>
      model === 'listed' ? null : { ok: false, code: 'unlisted-model', message: `${model} is not listed` },
    );
    const time = 981_115_200_000;
    const prediction = (model: string) =>
      Buffer.from(JSON.stringify({ id: 'a', model, version: '1', time, features: {}, prediction: 'x' }));
    const outcome = (model: string) => Buffer.from(JSON.stringify({ id: 'a', model, time, outcome: 1 }));
    for (const [read, make] of [
      [readers.predictions, prediction],
      [readers.outcomes, outcome],
    ] as const) {
      for (let i = 0; i < 3; i++) {
        expect(read(make('listed'))).toEqual({ ok: true, id: 'a', time });
        expect(read(make('other'))).toMatchObject({ code: 'unlisted-model', message: 'other is not listed' });
      }
    }
  });
});
