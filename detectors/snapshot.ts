/** A detector as plain JSON, and back. */
import { decodeState, differenceOfShape, encodeState, type Json } from './state-json.js';

export interface DetectorSnapshot {
  readonly detector: string;
  readonly version: 1;
  readonly options: Readonly<Record<string, Json>>;
  /** The last value or pane was a drift. */
  readonly drifted: boolean;
  readonly state: Json;
}

export function snapshotOf(
  detector: string,
  options: object,
  drifted: boolean,
  state: object,
): DetectorSnapshot {
  return {
    detector,
    version: 1,
    options: { ...(options as Readonly<Record<string, Json>>) },
    drifted,
    state: encodeState(state),
  };
}

/**
 * @param fresh state of a new detector with the snapshot's options
 * @throws TypeError when the snapshot's state is not what the detector writes
 */
export function stateOf<State extends object>(snapshot: DetectorSnapshot, fresh: State): State {
  const state = decodeState(snapshot.state);
  const difference = differenceOfShape(fresh, state);
  if (difference !== null || typeof state !== 'object' || state === null) {
    throw new TypeError(
      `no snapshot of ${snapshot.detector}: ${difference ?? 'state'} is not what this version writes; start a new detector`,
    );
  }
  return state as State;
}
