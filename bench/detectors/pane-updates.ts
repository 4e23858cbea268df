/** Detectors on panes behind the loop that is timed: each value becomes the next pane. */
import { calibrate, createDetector, type EvidencePane } from '../../detectors/index.js';
import { DAY } from '../flights/panes.js';
import type { Updates } from './drive.js';

const ROWS = 1_000;
const BINS = 10;
const REFERENCE_DAYS = 42;
/** A whole day, then its quarters, which close before it does. */
const PANES_A_DAY = 5;

/** @throws RangeError for a detector on panes that this benchmark does not know yet */
export function paneUpdates(name: string): Updates {
  switch (name) {
    case 'e-pane':
    case 'onset': {
      const detector = createDetector(name);
      return { update: (value) => detector.updatePane({ n: ROWS, errors: 190 + 20 * value }) };
    }
    case 'conformal-e':
      return conformal();
    default:
      throw new RangeError(`no panes are known for ${name}: add them in bench/detectors/pane-updates.ts`);
  }
}

/** One feature of ten bins, in panes of six hours and of a day; every pane is judged. */
function conformal(): Updates {
  const reference = Array.from({ length: REFERENCE_DAYS * PANES_A_DAY }, (_, index) =>
    paneAt(index, (index * 29) % 7),
  );
  const detector = createDetector('conformal-e', { reference: calibrate(reference) });
  let next = reference.length;
  return { update: (value) => detector.updatePane(paneAt(next++, value)) };
}

function paneAt(index: number, value: number): EvidencePane {
  const day = Math.floor(index / PANES_A_DAY) * DAY;
  const quarter = index % PANES_A_DAY;
  const scale = quarter === PANES_A_DAY - 1 ? DAY : DAY / 4;
  const counts = Array.from({ length: BINS }, (_, bin) => ROWS / BINS + (bin < 5 ? value : -value));
  return {
    kind: 'distribution',
    stream: 'x',
    scale,
    start: scale === DAY ? day : day + quarter * scale,
    n: ROWS,
    counts,
  };
}
