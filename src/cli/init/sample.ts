/** A sample of events, of any number of models, with what could not be read of it. */
import { parseOutcome, parsePrediction, type Parsed } from '../../events/parse.js';
import type { EndMarker, Outcome, Prediction } from '../../events/event.js';
import { addOutcome, addPrediction, emptyFacts, type SampleFacts } from './sample-facts.js';

/** So many refusals are shown. */
const MOST_SHOWN = 5;

export class Sample {
  readonly models = new Map<string, SampleFacts>();
  events = 0;
  refused = 0;
  /** The first ones, in words. */
  readonly refusals: string[] = [];

  /** @param where a place that people can look at, such as a line of a file; `source` has an order of its own */
  take(kind: 'predictions' | 'outcomes', text: string, where: string, source?: string): void {
    const parsed: Parsed<Prediction | Outcome | EndMarker> =
      kind === 'predictions' ? parsePrediction(text) : parseOutcome(text);
    if (!parsed.ok) this.refuse(`${where}: ${parsed.message}`);
    else this.add(parsed.event, source);
  }

  add(event: Prediction | Outcome | EndMarker, source?: string): void {
    if (event.kind === 'end') return;
    this.events++;
    let facts = this.models.get(event.model);
    if (!facts) this.models.set(event.model, (facts = emptyFacts(event.model)));
    if (event.kind === 'prediction') addPrediction(facts, event, source);
    else addOutcome(facts, event, source);
  }

  refuse(words: string): void {
    this.refused++;
    if (this.refusals.length < MOST_SHOWN) this.refusals.push(words);
  }
}
