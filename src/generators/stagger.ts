import { randomIndex } from '../../detectors/random.js';
import { checkedWhole, type Concept, type LabelledRow } from './concept.js';

const SIZES = ['small', 'medium', 'large'] as const;
const COLORS = ['red', 'green', 'blue'] as const;
const SHAPES = ['circle', 'square', 'triangle'] as const;

type Rule = (size: string, color: string, shape: string) => boolean;
const RULES: readonly Rule[] = [
  (size, color) => size === 'small' && color === 'red',
  (_, color, shape) => color === 'green' || shape === 'circle',
  (size) => size === 'medium' || size === 'large',
];

/**
 * STAGGER (Schlimmer and Granger, "Incremental learning from noisy data", 1986): size, color and shape, each of three
 * values alike. Label 1 is, by `concept` 0 to 2: small and red; green or a circle; medium or large.
 */
export function stagger({ concept = 0 }: { readonly concept?: number } = {}): Concept<LabelledRow> {
  const rule = RULES[checkedWhole(concept, 'concept', 0, 2)] as Rule;
  return (random) => {
    const size = SIZES[randomIndex(random, 3)] as string;
    const color = COLORS[randomIndex(random, 3)] as string;
    const shape = SHAPES[randomIndex(random, 3)] as string;
    return { features: { size, color, shape }, label: Number(rule(size, color, shape)) };
  };
}
