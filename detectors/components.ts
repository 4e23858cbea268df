/** The parts of one track's statistic, in a fixed order: every (stream, scale) as a rank, then every bet. */
import type { Bet } from './bet.js';
import type { Calibration } from './calibration.js';
import type { ConformalScale, ConformalStream } from './conformal/calibrate-stream.js';

export type Component =
  | { readonly kind: 'rank'; readonly stream: ConformalStream; readonly scale: ConformalScale }
  | { readonly kind: 'bet'; readonly stream: ConformalStream; readonly bet: Bet };

export function componentsOf(calibration: Calibration): Component[] {
  const ranks = calibration.streams.flatMap((stream) =>
    stream.scales.map((scale): Component => ({ kind: 'rank', stream, scale })),
  );
  const bets = calibration.bets.flatMap((bet): Component[] => {
    const stream = calibration.streams.find((one) => one.stream === bet.stream);
    return stream ? [{ kind: 'bet', stream, bet }] : [];
  });
  return [...ranks, ...bets];
}
