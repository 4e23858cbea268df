import { describe, expect, it } from 'vitest';
import { differences, type ClosedPane } from '../../../../bench/burst/closed-panes.js';

const panes = (...ends: number[]): ClosedPane[] => ends.map((end) => ({ end, text: `pane ${end}` }));
const of = (...own: ClosedPane[]) => new Map([['m, outcomes', own]]);

describe('what is not the same in a burst', () => {
  it('is nothing where all panes are, in their order', () => {
    expect(differences(of(...panes(1, 2, 2, 3)), of(...panes(1, 2, 2, 3)))).toEqual([]);
  });

  it('is a pane that is missing, or that nobody expected', () => {
    expect(differences(of(...panes(1, 2)), of(...panes(1)))).toEqual(['m, outcomes: 1 panes instead of 2']);
    expect(differences(new Map(), of(...panes(1)))).toEqual(['m, outcomes: 1 panes instead of 0']);
  });

  it('is a pane with another content', () => {
    const other = { end: 2, text: 'other' };
    expect(differences(of(...panes(1, 2)), of(...panes(1), other))).toEqual([
      'm, outcomes: pane 1 is not the same',
    ]);
  });

  it('is a pane that comes after a later one, even where the calm run did the same', () => {
    const turned = of(...panes(2, 1));
    expect(differences(turned, turned)).toEqual(['m, outcomes: pane 1 was closed after a later one']);
  });
});
