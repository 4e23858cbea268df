import { checkedProbability, checkedWhole, noisyLabel, type Concept, type LabelledRow } from './concept.js';

export interface SineOptions {
  /** 0: below sin(x0); 1: not so; 2: below 0.5 + 0.3 sin(3 pi x0); 3: not so. */
  readonly concept?: number;
  /** Probability of a wrong label, 0 to 1. */
  readonly noise?: number;
}

/**
 * SINE1 and SINE2 (Gama, Medas, Castillo and Rodrigues, "Learning with drift detection", 2004): x0 and x1 uniform on 0
 * to 1, label 1 when x1 is below a curve. From concept 0 to 1, or 2 to 3, every label turns round.
 */
export function sine({ concept = 0, noise = 0 }: SineOptions = {}): Concept<LabelledRow> {
  checkedWhole(concept, 'concept', 0, 3);
  checkedProbability(noise, 'noise');
  const curve =
    concept < 2 ? (x: number) => Math.sin(x) : (x: number) => 0.5 + 0.3 * Math.sin(3 * Math.PI * x);
  const reversed = concept % 2 === 1;
  return (random) => {
    const features = { x0: random(), x1: random() };
    return { features, label: noisyLabel(features.x1 < curve(features.x0) !== reversed, noise, random) };
  };
}
