/** The strict edge, injected: text in, an event or a refusal out. Never throws. */
import type { EndMarker, Outcome, Prediction } from '../../events/event.js';

export type ParsedEvent<E> =
  | { readonly ok: true; readonly event: E }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface EventParsers {
  prediction(text: string): ParsedEvent<Prediction | EndMarker>;
  outcome(text: string): ParsedEvent<Outcome | EndMarker>;
}
