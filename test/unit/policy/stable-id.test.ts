import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stableId } from '../../../src/policy/stable-id.js';

describe('stableId', () => {
  it('is 64 bits in hex that depend on its parts and on their order alone', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer())), (parts) => {
        expect(stableId(...parts)).toMatch(/^[0-9a-f]{16}$/);
        expect(stableId(...parts)).toBe(stableId(...parts));
      }),
    );
    expect(stableId('a', 'b')).not.toBe(stableId('b', 'a'));
    expect(stableId('ab')).not.toBe(stableId('a', 'b'));
  });

  it('has not changed: ids of alerts in logs depend on it', () => {
    expect([stableId(), stableId('flights', '1', 86_400_000)]).toMatchInlineSnapshot(`
      [
        "ab3e7c0b891f8080",
        "a86a432d5e90126c",
      ]
    `);
  });

  it('does not collide among 50,000 ids', () => {
    const ids = new Set(Array.from({ length: 50_000 }, (_, i) => stableId('model', i, 'feature')));
    expect(ids.size).toBe(50_000);
  });
});
