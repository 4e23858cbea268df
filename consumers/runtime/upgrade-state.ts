import type { PureStage, Snapshot, StateUpgrades } from './stage.js';

/**
 * The state of a snapshot in the format that the stage knows: as it is, or brought up step by step.
 *
 * @param where names the snapshot in errors
 * @returns null where a step is missing: the state is then rebuilt from the log
 * @throws Error for a newer format: going on would write over what the newer Leeway needs
 */
export function currentState<S>(
  stage: Pick<PureStage<S>, 'format' | 'upgrades'>,
  { state, format = 1 }: Snapshot,
  where: string,
): Uint8Array | null {
  const known = stage.format ?? 1;
  if (format > known) {
    throw new Error(
      `${where}: its state was written by a newer Leeway (format ${format}, this one knows ${known}): start that one, ` +
        'or have the state rebuilt from the log with `leeway reset`',
    );
  }
  return upgraded(state, format, known, stage.upgrades ?? {});
}

function upgraded(state: Uint8Array, from: number, to: number, steps: StateUpgrades): Uint8Array | null {
  let current = state;
  for (let format = from; format < to; format++) {
    const step = steps[format];
    if (!step) return null;
    current = step(current);
  }
  return current;
}
