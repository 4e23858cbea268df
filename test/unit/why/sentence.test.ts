import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cause } from '../../../src/why/best-cell.js';
import type { Causes } from '../../../src/why/causes.js';
import { sentence } from '../../../src/why/sentence.js';
import { shownParts } from '../../../src/why/shown-parts.js';

const cause = (more: Partial<Cause>): Cause => {
  const { mix = 0, concept = 0 } = more;
  return {
    feature: 'origin',
    bin: 0,
    label: 'ORD',
    unseen: false,
    grew: true,
    score: 5,
    ...more,
    mix,
    concept,
    contribution: mix + concept,
  };
};
const causesOf = (delta: number, causes: readonly Cause[]): Causes => ({
  before: 0.2,
  now: 0.2 + delta,
  delta,
  causes,
  rest: causes.reduce((rest, { contribution }) => rest - contribution, delta),
});
const ord = cause({ concept: 0.032 });
const long = cause({ feature: 'distance', label: '900 to 1200', mix: 0.009 });

describe('sentence', () => {
  it('says what fell, by how much, and what it comes from', () => {
    expect(sentence(causesOf(0.041, [ord, long]), undefined, 'flights')).toBe(
      'accuracy fell 4.1 points; 3.2 from flights with origin ORD doing worse, 0.9 from more flights with distance 900 to 1200',
    );
  });

  it('says what is left, and what works against it', () => {
    expect(sentence(causesOf(0.05, [ord]))).toContain(', 1.8 from the other rows');
    expect(sentence(causesOf(0.03, [ord]))).toContain(', less 0.2 by the other rows');
  });

  it('tells both parts of a cell that is larger and worse', () => {
    expect(sentence(causesOf(0.04, [cause({ mix: 0.01, concept: 0.03 })]))).toBe(
      'accuracy fell 4.0 points; 4.0 from rows with origin ORD doing worse, and more of them',
    );
    expect(sentence(causesOf(0.04, [cause({ mix: 0.03, concept: 0.01, grew: false })]))).toBe(
      'accuracy fell 4.0 points; 4.0 from fewer rows with origin ORD, which also do worse',
    );
  });

  it('tells a part that works against the other', () => {
    expect(sentence(causesOf(0.01, [cause({ mix: -0.02, concept: 0.03, grew: false })]))).toBe(
      'accuracy fell 1.0 points; 1.0 from rows with origin ORD doing worse, though fewer of them',
    );
    expect(sentence(causesOf(0.01, [cause({ mix: 0.03, concept: -0.02 })]))).toBe(
      'accuracy fell 1.0 points; 1.0 from more rows with origin ORD, though they do better',
    );
  });

  it('labels what the reference never had', () => {
    expect(sentence(causesOf(0.032, [{ ...ord, unseen: true }]))).toBe(
      'accuracy fell 3.2 points; 3.2 from rows with origin ORD, unseen in the reference',
    );
  });

  it('tells good news as such', () => {
    expect(sentence(causesOf(-0.02, [cause({ concept: -0.02 })]))).toBe(
      'accuracy rose 2.0 points; 2.0 from rows with origin ORD doing better',
    );
  });

  it('speaks of losses in their own unit', () => {
    const minutes = { name: 'mean absolute error', falls: false, scale: 1, unit: 'minutes', decimals: 2 };
    expect(sentence(causesOf(1.5, [cause({ concept: 1.25 })]), minutes)).toBe(
      'mean absolute error rose 1.50 minutes; 1.25 from rows with origin ORD doing worse, 0.25 from the other rows',
    );
  });

  it('does not invent a cause, nor a change', () => {
    expect(sentence(causesOf(0.04, []))).toBe(
      'accuracy fell 4.0 points; no part of any input that we see stands out: all rows do worse, or an input changed that we do not see',
    );
    expect(sentence(causesOf(0.0001, [ord]))).toBe('accuracy did not change');
  });

  it('stays one line whatever the data call themselves', () => {
    const odd = cause({ concept: 0.04, feature: 'a\nb', label: '\u0000\u202e x\t ' });
    expect(sentence(causesOf(0.04, [odd]))).toBe(
      'accuracy fell 4.0 points; 4.0 from rows with a b x doing worse',
    );
  });
});

describe('shownParts', () => {
  it('shows figures that add up', () => {
    expect(shownParts(4.1, [3.2, 0.9], 1)).toEqual({ whole: '4.1', parts: ['3.2', '0.9'], rest: null });
    const part = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(part, fc.array(part, { maxLength: 4 }), fc.nat(3), (whole, parts, decimals) => {
        const shown = shownParts(whole, parts, decimals);
        const sum = [...shown.parts, shown.rest ?? '0'].reduce((total, x) => total + Number(x), 0);
        expect(sum).toBeCloseTo(Number(shown.whole), 9);
      }),
    );
  });
});
