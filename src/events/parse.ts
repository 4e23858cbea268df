/**
 * The strict edge: bytes become a `Prediction`, an `Outcome` or an `EndMarker` once, here; what is wrong gets a reason code
 * and a sentence that says what, where and how to fix it. Shared by the profiler (dead letters) and HTTP ingestion (refusals).
 * Never throws on any input.
 */
import type { EndMarker, Features, Outcome, Prediction, Task } from './event.js';
import {
  isClassName,
  isFiniteNumber,
  isIdList,
  isName,
  isNumberRecord,
  isObject,
  isStringRecord,
  MAX_NAME,
  MAX_OBJECTIVES,
  type Json,
} from './json-shapes.js';
import { parseAnswer } from './parse-answer.js';
import { describeValue, refusal, wrong, type Refusal } from './refusal.js';
import { MAX_LIST } from './rows/id-list.js';
import { parseTime } from './time.js';

export { MAX_NAME } from './json-shapes.js';
export { refusal, type Refusal, type RefusalCode } from './refusal.js';

export type Parsed<E> = { readonly ok: true; readonly event: E } | Refusal;

export interface ParseOptions {
  /** A task fixed by configuration; without it the shape of the event decides. */
  readonly taskOf?: (model: string) => Task | undefined;
}

export function parsePrediction(text: string, options: ParseOptions = {}): Parsed<Prediction | EndMarker> {
  const body = parseObject(text);
  if ('ok' in body) return body;
  const o = body.object;
  if (o['kind'] === 'end') return parseEnd(o);
  const head = parseHead(o);
  if ('ok' in head) return head;
  const version = o['version'];
  if (!isName(version)) return wrong('version', 'a non-empty string', version);
  const features = parseFeatures(o['features']);
  if ('ok' in features) return features;
  const answer = parseAnswer(o, options.taskOf?.(head.model));
  if ('ok' in answer) return answer;
  const latencyMs = o['latencyMs'];
  if (latencyMs !== undefined && latencyMs !== null && !(isFiniteNumber(latencyMs) && latencyMs >= 0)) {
    return wrong('latencyMs', 'a number of milliseconds, 0 or more', latencyMs);
  }
  const segments = o['segments'];
  if (segments !== undefined && segments !== null && !isStringRecord(segments)) {
    return wrong('segments', `an object of strings of at most ${MAX_NAME} characters`, segments);
  }
  const { scores, weights } = o;
  const unfit = unfitObjectives('scores', scores) ?? unfitObjectives('weights', weights);
  if (unfit !== null) return unfit;
  const event: Draft<Prediction> = {
    kind: 'prediction',
    id: head.id,
    model: head.model,
    time: head.time,
    version,
    features: features.features,
    answer: answer.answer,
  };
  if (typeof latencyMs === 'number') event.latencyMs = latencyMs;
  if (segments != null) event.segments = segments;
  if (scores != null) event.scores = scores as Readonly<Record<string, number>>;
  if (weights != null) event.weights = weights as Readonly<Record<string, number>>;
  return { ok: true, event };
}

export function parseOutcome(text: string): Parsed<Outcome | EndMarker> {
  const body = parseObject(text);
  if ('ok' in body) return body;
  const o = body.object;
  if (o['kind'] === 'end') return parseEnd(o);
  const head = parseHead(o);
  if ('ok' in head) return head;
  const outcome = o['outcome'];
  if (Array.isArray(outcome) && !isIdList(outcome)) {
    return wrong(
      'outcome',
      `a list of at most ${MAX_LIST} different ids (strings): what was chosen, [] for nothing`,
      outcome,
    );
  }
  if (!(
    isFiniteNumber(outcome) ||
    typeof outcome === 'boolean' ||
    isClassName(outcome) ||
    Array.isArray(outcome)
  )) {
    return outcome === undefined
      ? refusal(
          'missing-field',
          'outcome is missing: give what really happened (0, 1, a class name, a number or a list of ids)',
        )
      : wrong('outcome', '0, 1, true, false, a class name, a number or a list of ids', outcome);
  }
  const values = o['values'];
  if (values !== undefined && values !== null && !isNumberRecord(values)) {
    return wrong('values', 'an object of finite numbers', values);
  }
  const event: Draft<Outcome> = {
    kind: 'outcome',
    id: head.id,
    model: head.model,
    time: head.time,
    outcome: typeof outcome === 'boolean' ? Number(outcome) : outcome,
  };
  if (values != null) event.values = values;
  return { ok: true, event };
}

/** Filled in field by field: spreading into an object costs a fifth of parsing it. */
type Draft<E> = { -readonly [Field in keyof E]: E[Field] };

function parseObject(text: string): { readonly object: Json } | Refusal {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (/[:[,]\s*-?(NaN|Infinity)\b/.test(text)) {
      return refusal('not-a-number', 'NaN and Infinity are not JSON: send null for a missing value');
    }
    return refusal('bad-json', `not JSON: ${(error as Error).message}`);
  }
  if (!isObject(value)) {
    return refusal('wrong-type', `expected one JSON object, got ${describeValue(value)}`);
  }
  return { object: value };
}

function parseHead(o: Json): { id: string; model: string; time: number } | Refusal {
  const { id, model } = o;
  if (id === undefined || id === null || id === '') {
    return refusal('missing-id', 'id is missing: give each prediction an id, and its outcome the same one');
  }
  if (!isName(id)) return wrong('id', `a string of 1 to ${MAX_NAME} characters`, id);
  if (!isName(model)) {
    return model === undefined
      ? refusal('missing-field', 'model is missing')
      : wrong('model', 'a non-empty string', model);
  }
  const time = parseTime(o['time']);
  if (time === null) {
    return o['time'] === undefined
      ? refusal('missing-field', 'time is missing: ISO 8601 with a zone, or epoch milliseconds')
      : wrong('time', 'ISO 8601 with a zone (2001-02-22T09:00:00Z) or epoch milliseconds', o['time']);
  }
  return { id, model, time };
}

function parseEnd(o: Json): Parsed<EndMarker> {
  const time = parseTime(o['time']);
  if (!isName(o['model'])) return wrong('model', 'a non-empty string', o['model']);
  if (time === null) return wrong('time', 'ISO 8601 with a zone or epoch milliseconds', o['time']);
  return { ok: true, event: { kind: 'end', model: o['model'], time } };
}

/** null: nothing is wrong with it. */
function unfitObjectives(field: string, value: unknown): Refusal | null {
  if (value === undefined || value === null) return null;
  if (isNumberRecord(value)) {
    const names = Object.keys(value);
    if (names.length <= MAX_OBJECTIVES && names.every((name) => name.length <= MAX_NAME)) return null;
  }
  return wrong(
    field,
    `an object of at most ${MAX_OBJECTIVES} finite numbers by objective (leave out what has none)`,
    value,
  );
}

function parseFeatures(value: unknown): { readonly features: Features } | Refusal {
  if (!isObject(value)) {
    return value === undefined
      ? refusal('missing-field', 'features is missing: an object of numbers, strings, booleans or null')
      : wrong('features', 'an object of numbers, strings, booleans or null', value);
  }
  for (const name in value) {
    const v = value[name];
    if (typeof v === 'number') {
      // JSON.parse reads 1e999 as Infinity
      if (!Number.isFinite(v))
        return refusal('not-a-number', `features.${name} is beyond a float64: send null`);
    } else if (v !== null && typeof v !== 'string' && typeof v !== 'boolean') {
      return wrong(`features.${name}`, 'a number, a string, a boolean or null', v);
    }
    if (name.length > MAX_NAME) return wrong('a feature name', `at most ${MAX_NAME} characters`, name);
  }
  return { features: value as Features };
}
