/**
 * What an error model of the reference, r(x) = E[loss | all inputs], expects of some joined rows, beside what happened.
 * Sums, so that it merges. On the reference r must not have seen the row (cross-fitted by week).
 */
export interface ModelledLoss {
  readonly n: number;
  /** Sum of the rows' losses. */
  readonly loss: number;
  /** Sum of r(x) over the same rows. */
  readonly expected: number;
}

/** `delta` = `mix` + `concept`, over all inputs together. In the loss's own unit. */
export interface JointSplit {
  readonly before: number;
  readonly now: number;
  readonly delta: number;
  /** E'r - Er: what the model expects of inputs like those of now. */
  readonly mix: number;
  /** The rest: losses that the inputs do not explain, by a new relation or by an input that the model does not see. */
  readonly concept: number;
  /** Er - R, by which the model is off on the reference itself: a split smaller than this says nothing. */
  readonly bias: number;
}

/** @throws RangeError when a side has no rows or its sums are no losses */
export function jointSplit(reference: ModelledLoss, now: ModelledLoss): JointSplit {
  const old = meansOf(reference, 'the reference');
  const recent = meansOf(now, 'the panes of now');
  const delta = recent.loss - old.loss;
  const mix = recent.expected - old.expected;
  return {
    before: old.loss,
    now: recent.loss,
    delta,
    mix,
    concept: delta - mix,
    bias: old.expected - old.loss,
  };
}

/** What kind of change it is, for the name of an alert. */
export type ChangeName = 'inputs' | 'label prior' | 'inputs and concept' | 'concept';

/** A part that explains two thirds of the change names it; inputs that explain one third are named beside the concept. */
const MOST = 2 / 3;
const SOME = 1 / 3;

/**
 * Names a change of the mean loss. Inputs come first: when they explain it, other labels follow from them. `concept` always
 * includes "or an input that we do not see". null without a change.
 *
 * @param joint the split by all inputs
 * @param labelMix mix of the split by the outcome's own classes: what other shares of the labels alone do
 */
export function nameOfChange(joint: Pick<JointSplit, 'delta' | 'mix'>, labelMix: number): ChangeName | null {
  if (joint.delta === 0) return null;
  const inputs = joint.mix / joint.delta;
  if (inputs >= MOST) return 'inputs';
  if (labelMix / joint.delta >= MOST) return 'label prior';
  return inputs >= SOME ? 'inputs and concept' : 'concept';
}

function meansOf({ n, loss, expected }: ModelledLoss, where: string): { loss: number; expected: number } {
  if (n === 0) throw new RangeError(`no rows in ${where}: a change needs rows on both sides`);
  if (!(n > 0 && loss >= 0 && expected >= 0 && [n, loss, expected].every(Number.isFinite))) {
    throw new RangeError(
      `${where}: n ${n}, loss ${loss}, expected ${expected}; all must be finite and at least 0`,
    );
  }
  return { loss: loss / n, expected: expected / n };
}
