import * as fc from 'fast-check';
import type { Act } from './crew.js';
import type { Plan } from './profilers.js';

const partition = fc.nat(7);
const member = fc.nat(3);

const read = fc.record({
  act: fc.constant('read' as const),
  partition,
  topic: fc.nat(1),
  records: fc.integer({ min: 1, max: 12 }),
  snapshot: fc.boolean(),
  fate: fc.oneof(
    { weight: 6, arbitrary: fc.constant('lives' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('dies before the commit' as const, 'dies after the commit' as const),
    },
  ),
});
const move = fc.record({
  act: fc.constant('move' as const),
  partition,
  to: member,
  after: fc.constantFrom('stop' as const, 'crash' as const, 'theft' as const),
});
const wipe = fc.record({ act: fc.constant('wipe' as const), member });

export const scripts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof({ weight: 12, arbitrary: read }, { weight: 3, arbitrary: move }, { weight: 1, arbitrary: wipe }),
  { maxLength: 80, size: 'max' },
);

/** One to four members whose disks, deaths, thefts and batches are all part of the input. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  members: fc.integer({ min: 1, max: 4 }),
  script: scripts,
  rest: fc.integer({ min: 1, max: 50 }),
});
