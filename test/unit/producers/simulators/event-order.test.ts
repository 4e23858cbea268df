import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { inEventTimeOrder } from '../../../../producers/simulators/event-order.js';
import type { Case } from '../../../../producers/simulators/simulation.js';

it('orders like a stable sort of everything, outcomes before predictions at the same time', () => {
  const times = fc.array(fc.tuple(fc.nat(20), fc.nat(30)), { maxLength: 60 });
  fc.assert(
    fc.property(times, (drawn) => {
      const cases = drawn
        .sort(([a], [b]) => a - b)
        .map(([time, delay], n): Case => {
          const head = { id: String(n), model: 'm' };
          return {
            prediction: { ...head, version: '1', time, features: {}, prediction: 1 },
            outcome: { ...head, time: time + delay + 1, outcome: 1 },
          };
        });
      const expected = [
        ...cases.map(({ outcome: { id, time } }) => ({ kind: 'outcome', id, time })),
        ...cases.map(({ prediction: { id, time } }) => ({ kind: 'prediction', id, time })),
      ].sort((a, b) => a.time - b.time);
      const events = [...inEventTimeOrder(cases, 'm')];
      const last = events.pop();
      expect(
        events.map(({ kind, event }) => ({ kind, id: 'id' in event ? event.id : '', time: event.time })),
      ).toEqual(expected);
      expect(last).toEqual({
        kind: 'end',
        event: { kind: 'end', model: 'm', time: expected.at(-1)?.time ?? 0 },
      });
    }),
  );
});
