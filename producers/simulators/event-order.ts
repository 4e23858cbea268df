/** Cases come in the order of their predictions; outcomes are held back until their own time. */
import type { EventTime } from '../../src/events/event.js';
import type { Case, SimulatedEvent } from './simulation.js';

interface Due {
  readonly time: EventTime;
  /** Ties go to the earlier case. */
  readonly order: number;
  readonly outcome: Case['outcome'];
}

/**
 * Predictions and outcomes in event-time order (at equal times outcomes first, then the order of the cases), and the
 * end marker at the time of the last event. Holds only the outcomes that are still to come, in a binary heap.
 */
export function* inEventTimeOrder(cases: Iterable<Case>, model: string): Generator<SimulatedEvent> {
  const due: Due[] = [];
  let order = 0;
  let time = 0;
  for (const { prediction, outcome } of cases) {
    while (due.length > 0 && due[0]!.time <= prediction.time) yield outcomeEvent(takeFirst(due));
    time = prediction.time;
    yield { kind: 'prediction', event: prediction };
    insert(due, { time: outcome.time, order: order++, outcome });
  }
  while (due.length > 0) {
    const last = takeFirst(due);
    time = Math.max(time, last.time);
    yield outcomeEvent(last);
  }
  yield { kind: 'end', event: { kind: 'end', model, time } };
}

const outcomeEvent = ({ outcome }: Due): SimulatedEvent => ({ kind: 'outcome', event: outcome });

const comesBefore = (a: Due, b: Due): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);

function insert(heap: Due[], entry: Due): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!comesBefore(entry, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = entry;
}

function takeFirst(heap: Due[]): Due {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && comesBefore(heap[child + 1]!, heap[child]!)) child++;
    if (!comesBefore(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}
