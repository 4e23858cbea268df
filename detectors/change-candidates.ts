/**
 * The times at which a rise may have begun, kept as FOCuS keeps them (Romano, Eckley, Fearnhead, Rigaill 2023; the
 * hull: Pishchagina et al. 2023). The likelihood ratio of a rise at t is, for any two levels, linear in t and in the
 * sum S_t of the values up to t, falling in S_t: so over all levels its maximum lies on the lower convex hull of the
 * points (t, S_t), and all other times can be dropped for good. About ln(n) times stay.
 */
export interface Candidates {
  /** Values before the change, ascending. */
  at: number[];
  /** Sum of the values before the change. */
  sum: number[];
}

export function noCandidates(): Candidates {
  return { at: [], sum: [] };
}

/** @param at larger than every time before. Amortised O(1). */
export function addCandidate({ at: times, sum: sums }: Candidates, at: number, sum: number): void {
  while (times.length >= 2) {
    const last = times.length - 1;
    const [t0, s0] = [times[last - 1] ?? 0, sums[last - 1] ?? 0];
    const [t1, s1] = [times[last] ?? 0, sums[last] ?? 0];
    if ((t1 - t0) * (sum - s0) > (s1 - s0) * (at - t0)) break;
    times.pop();
    sums.pop();
  }
  times.push(at);
  sums.push(sum);
  if (times.length > MOST) thin(times, sums);
}

/** A stream that only ever bends one way keeps all of its times: then every other one of the older half goes. */
const MOST = 256;

function thin(times: number[], sums: number[]): void {
  const keeps = (_: number, index: number): boolean => index > MOST / 2 || index % 2 === 0;
  times.splice(0, times.length, ...times.filter(keeps));
  sums.splice(0, sums.length, ...sums.filter(keeps));
}
