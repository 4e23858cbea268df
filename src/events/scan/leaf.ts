/** What a value in a record is for: the leaves of its JSON, objects are walked into. */

/** Of a field or an object that Leeway does not know: checked to be JSON, else skipped. */
export const SKIP = 0;
/** Nothing follows: the record ends behind the layout's last literal. */
export const END = 1;
export const ID = 2;
export const TIME = 3;
export const KIND = 4;
export const MODEL = 5;
export const VERSION = 6;
export const FEATURE = 7;
export const PREDICTION = 8;
export const SCORE = 9;
export const PROBABILITY = 10;
/** Of the failure that stands in place of an answer. */
export const CODE = 11;
export const LATENCY = 12;
export const SEGMENT = 13;
export const OUTCOME = 14;
export const VALUE = 15;
/** Of an objective: its score, its weight. */
export const COMPONENT = 16;
export const WEIGHT = 17;

/** Leaves up to here read their strings themselves, without the dictionary. */
export const LAST_RAW = KIND;

export type Side = 'prediction' | 'outcome';

/** Fields that are objects, by name: what their values are for. */
export const OBJECTS: Readonly<Record<Side, ReadonlyMap<string, number>>> = {
  prediction: new Map([
    ['features', FEATURE],
    ['probabilities', PROBABILITY],
    ['segments', SEGMENT],
    ['scores', COMPONENT],
    ['weights', WEIGHT],
    ['error', CODE],
  ]),
  outcome: new Map([['values', VALUE]]),
};

/** Fields that are values. */
export const FIELDS: Readonly<Record<Side, ReadonlyMap<string, number>>> = {
  prediction: new Map([
    ['kind', KIND],
    ['id', ID],
    ['model', MODEL],
    ['version', VERSION],
    ['time', TIME],
    ['prediction', PREDICTION],
    ['score', SCORE],
    ['latencyMs', LATENCY],
  ]),
  outcome: new Map([
    ['kind', KIND],
    ['id', ID],
    ['model', MODEL],
    ['time', TIME],
    ['outcome', OUTCOME],
  ]),
};
