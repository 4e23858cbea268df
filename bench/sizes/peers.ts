/** Evidently's preset and NannyML's three sigma on panes of the same world, where there is a Python that has them. */
import { fileURLToPath } from 'node:url';
import { seededRandom } from '../../detectors/random.js';
import { multinomial } from '../fast-path/draws.js';
import { askPython } from '../performance/ask-python.js';
import { FEATURES, SHARES } from './same-panes.js';

/** By peer: panes that were judged, and those of them in which a column was flagged. Absent: that peer is not there. */
export type PeerShares = Readonly<Record<string, { readonly asked: number; readonly flagged: number }>>;

/** From dist/bench/sizes to the script beside the source. */
const script = fileURLToPath(new URL('../../../bench/sizes/peers_sizes.py', import.meta.url));
const CHUNKS = 10;
/** Beyond so many rows in all they take minutes and gigabytes. */
const MOST_ROWS = 2_500_000;

/** Ten chunks of reference and up to twenty live ones of the same distribution, as counts of its values by feature. */
export async function peersOn(python: string, rows: number): Promise<PeerShares> {
  const live = Math.min(20, Math.floor(MOST_ROWS / rows) - CHUNKS);
  if (live < 1) return {};
  const random = seededRandom(rows);
  const chunk = () => Array.from({ length: FEATURES }, () => multinomial(random, rows, SHARES));
  const chunks = (count: number) => Array.from({ length: count }, chunk);
  return (await askPython(
    python,
    script,
    { rows, reference: chunks(CHUNKS), live: chunks(live) },
    'pandas, and evidently or nannyml (pip install -r bench/sizes/requirements.txt)',
  )) as PeerShares;
}
