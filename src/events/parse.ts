/**
 * The strict edge: bytes become a `Prediction`, an `Outcome` or an `EndMarker` once, here; what is wrong gets a reason code
 * and a sentence that says what, where and how to fix it. Shared by the profiler (dead letters) and HTTP ingestion (refusals).
 * Never throws on any input.
 */
import type { Answer, EndMarker, Features, Outcome, Prediction, Task } from './event.js';
import { parseTime } from './time.js';

export type RefusalCode =
  | 'bad-json'
  | 'not-a-number'
  | 'wrong-type'
  | 'missing-field'
  | 'missing-id'
  | 'too-large'
  | 'future'
  | 'conflicting';

export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  readonly message: string;
}

export type Parsed<E> = { readonly ok: true; readonly event: E } | Refusal;

export interface ParseOptions {
  /** A task fixed by configuration; without it the shape of the event decides. */
  readonly taskOf?: (model: string) => Task | undefined;
}

/** Longest accepted id, model, version, feature or segment name, in UTF-16 units. */
export const MAX_NAME = 512;

export function refusal(code: RefusalCode, message: string): Refusal {
  return { ok: false, code, message };
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
  if (latencyMs !== undefined && latencyMs !== null && !(isFinite_(latencyMs) && latencyMs >= 0)) {
    return wrong('latencyMs', 'a number of milliseconds, 0 or more', latencyMs);
  }
  const segments = o['segments'];
  if (segments !== undefined && segments !== null && !isStringRecord(segments)) {
    return wrong('segments', 'an object of strings', segments);
  }
  return {
    ok: true,
    event: {
      kind: 'prediction',
      ...head,
      version,
      features: features.features,
      answer: answer.answer,
      ...(typeof latencyMs === 'number' && { latencyMs }),
      ...(segments != null && { segments: segments as Record<string, string> }),
    },
  };
}

export function parseOutcome(text: string): Parsed<Outcome | EndMarker> {
  const body = parseObject(text);
  if ('ok' in body) return body;
  const o = body.object;
  if (o['kind'] === 'end') return parseEnd(o);
  const head = parseHead(o);
  if ('ok' in head) return head;
  const outcome = o['outcome'];
  if (!(isFinite_(outcome) || typeof outcome === 'boolean' || isName(outcome))) {
    return outcome === undefined
      ? refusal('missing-field', 'outcome is missing: give what really happened (0, 1, a class name or a number)')
      : wrong('outcome', '0, 1, true, false, a class name or a number', outcome);
  }
  const values = o['values'];
  if (values !== undefined && values !== null && !isNumberRecord(values)) {
    return wrong('values', 'an object of finite numbers', values);
  }
  return {
    ok: true,
    event: {
      kind: 'outcome',
      ...head,
      outcome: typeof outcome === 'boolean' ? Number(outcome) : outcome,
      ...(values != null && { values: values as Record<string, number> }),
    },
  };
}

type Json = Record<string, unknown>;

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
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refusal('wrong-type', `expected one JSON object, got ${describe(value)}`);
  }
  return { object: value as Json };
}

function parseHead(o: Json): { id: string; model: string; time: number } | Refusal {
  const { id, model } = o as { id?: unknown; model?: unknown };
  if (id === undefined || id === null || id === '') {
    return refusal('missing-id', 'id is missing: give each prediction an id, and its outcome the same one');
  }
  if (!isName(id)) return wrong('id', `a string of 1 to ${MAX_NAME} characters`, id);
  if (!isName(model)) {
    return model === undefined ? refusal('missing-field', 'model is missing') : wrong('model', 'a non-empty string', model);
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

function parseFeatures(value: unknown): { readonly features: Features } | Refusal {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value === undefined
      ? refusal('missing-field', 'features is missing: an object of numbers, strings, booleans or null')
      : wrong('features', 'an object of numbers, strings, booleans or null', value);
  }
  for (const name in value) {
    const v = (value as Json)[name];
    if (typeof v === 'number') {
      // JSON.parse reads 1e999 as Infinity
      if (!Number.isFinite(v)) return refusal('not-a-number', `features.${name} is beyond a float64: send null`);
    } else if (v !== null && typeof v !== 'string' && typeof v !== 'boolean') {
      return wrong(`features.${name}`, 'a number, a string, a boolean or null', v);
    }
    if (name.length > MAX_NAME) return wrong('a feature name', `at most ${MAX_NAME} characters`, name);
  }
  return { features: value as Features };
}

function parseAnswer(o: Json, fixed: Task | undefined): { readonly answer: Prediction['answer'] } | Refusal {
  const { prediction, score, probabilities, error } = o as Record<string, unknown>;
  if (error !== undefined && error !== null) {
    const code = (error as Json)['code'];
    if (typeof error !== 'object' || !isName(code)) return wrong('error', 'an object { "code": "..." }', error);
    return { answer: { task: 'failed', code } };
  }
  if (prediction === undefined || prediction === null) {
    return refusal('missing-field', 'prediction is missing: give the answer, or error { code } where the scorer failed');
  }
  const task = fixed ?? taskOfShape(o);
  switch (task) {
    case 'binary': {
      const label = prediction === true || prediction === 1 || prediction === '1' ? 1 : prediction === false || prediction === 0 || prediction === '0' ? 0 : null;
      if (label === null) return wrong('prediction', '0, 1, true or false (it has a score, so it is binary)', prediction);
      if (score !== undefined && score !== null && !isProbability(score)) return wrong('score', 'a probability, 0 to 1', score);
      return { answer: { task, label, ...(typeof score === 'number' && { score }) } satisfies Answer };
    }
    case 'multiclass': {
      if (!(isName(prediction) || isFinite_(prediction))) return wrong('prediction', 'a class name', prediction);
      if (probabilities !== undefined && probabilities !== null) {
        if (!isNumberRecord(probabilities) || !Object.values(probabilities).every(isProbability)) {
          return wrong('probabilities', 'an object of probabilities, 0 to 1, by class', probabilities);
        }
        return { answer: { task, label: String(prediction), probabilities: probabilities as Record<string, number> } };
      }
      return { answer: { task, label: String(prediction) } };
    }
    case 'regression':
      if (!isFinite_(prediction)) return wrong('prediction', 'a finite number', prediction);
      return { answer: { task, value: prediction } };
  }
}

function taskOfShape(o: Json): Task {
  if (o['score'] !== undefined && o['score'] !== null) return 'binary';
  if (o['probabilities'] !== undefined && o['probabilities'] !== null) return 'multiclass';
  if (typeof o['prediction'] === 'boolean') return 'binary';
  return typeof o['prediction'] === 'string' ? 'multiclass' : 'regression';
}

function wrong(field: string, expected: string, got: unknown): Refusal {
  return refusal('wrong-type', `${field} must be ${expected}, got ${describe(got)}`);
}

function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= MAX_NAME;
}

function isFinite_(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isProbability(value: unknown): value is number {
  return isFinite_(value) && value >= 0 && value <= 1;
}

function isStringRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((v) => typeof v === 'string');
}

function isNumberRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isFinite_);
}
