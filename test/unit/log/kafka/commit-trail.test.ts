import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSignature, signatureText } from '../../../../src/log/kafka/commit-signature.js';
import {
  commitName,
  followTrail,
  madeAt,
  readStep,
  stepText,
  type CommitStep,
} from '../../../../src/log/kafka/commit-trail.js';
import { toOffset } from '../../../../src/log/port.js';

const standing = (offset: number, commit: string) => ({ offset: toOffset(offset), commit });

function step(commit: string, moves: Record<string, [after: string, to: number]>): CommitStep {
  const read = Object.entries(moves).map(
    ([topic, [after, to]]) => [topic, { after, to: toOffset(to) }] as const,
  );
  return { group: 'g', partition: 3, commit, moves: Object.fromEntries(read) };
}

describe('the trail of commits', () => {
  it('reads what it has written', () => {
    const written = step('c2', { predictions: ['c1', 7], outcomes: ['c0', 5] });
    expect(readStep(stepText(written))).toEqual(written);
  });

  it('leads from any commit to the last, for each topic apart, however the steps are found', () => {
    const commits = fc.array(fc.record({ left: fc.nat(3), right: fc.nat(3) }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(commits, fc.infiniteStream(fc.nat()), (moved, numbers) => {
        const at: Record<string, ReturnType<typeof standing>> = {
          left: standing(0, 'c0'),
          right: standing(0, 'c0'),
        };
        const steps: CommitStep[] = [];
        const before: Record<string, ReturnType<typeof standing>[]> = { left: [], right: [] };
        for (const [i, by] of moved.entries()) {
          const moves: Record<string, [string, number]> = {};
          for (const topic of ['left', 'right'] as const) {
            const now = at[topic] as ReturnType<typeof standing>;
            before[topic]?.push(now);
            if (by[topic] === 0) continue;
            moves[topic] = [now.commit, now.offset + by[topic]];
            at[topic] = standing(now.offset + by[topic], `c${i + 1}`);
          }
          steps.push(step(`c${i + 1}`, moves));
        }
        steps.sort(() => ((numbers.next().value as number) % 3) - 1);
        for (const topic of ['left', 'right'])
          for (const from of before[topic] ?? []) expect(followTrail(steps, topic, from)).toEqual(at[topic]);
      }),
    );
  });

  it('of another life of the group leads nowhere: a reset began anew', () => {
    const old = [step('a1', { in: ['a0', 10] }), step('a2', { in: ['a1', 20] })];
    const anew = [step('b2', { in: ['b1', 12] })];
    expect(followTrail([...old, ...anew], 'in', standing(4, 'b1'))).toEqual(standing(12, 'b2'));
    expect(followTrail(old, 'in', standing(4, 'b1'))).toEqual(standing(4, 'b1'));
  });

  it('ends where somebody has forged a circle', () => {
    const circle = [step('c2', { in: ['c1', 2] }), step('c1', { in: ['c2', 1] })];
    expect(followTrail(circle, 'in', standing(1, 'c1'))).toEqual(standing(1, 'c1'));
  });

  it('names a commit by when it was made', () => {
    expect(madeAt(commitName(1_764_317_000_123, '5be1a0c2', 17))).toBe(1_764_317_000_123);
    expect(commitName(1, 'a', 2)).not.toBe(commitName(1, 'a', 3));
  });
});

describe('the signature of a committed offset', () => {
  it.each([
    { offset: 12, commit: null },
    { offset: 12, commit: '1764317000123-5be1a0c2-17' },
  ])('is read again: %j', (signature) => {
    expect(readSignature(signatureText(signature))).toEqual(signature);
  });

  it.each([null, '', 'leeway', 'leeway x', 'leeway 1 two words', 'somebody 12'])(
    'is not ours: %j',
    (metadata) => {
      expect(readSignature(metadata)).toBeNull();
    },
  );
});
