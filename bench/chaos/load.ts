/**
 * The load of a chaos run: every record that will be on the topics `predictions` and `outcomes`, in the order of its
 * arrival, with what must become of it. The same seed gives the same load, so a calm and a stormy run can be compared.
 */
import { chance, namedStreams, uniform, type Random } from '../../producers/simulators/random.js';
import { partitionOf } from '../../src/log/partitioner.js';
import type { RefusalCode } from '../../src/events/parse.js';
import type { Side } from './sides.js';
import { cases, DAY_MS, endOf, MODELS, type Case, type Said, type WorldOptions } from './world.js';

export interface LoadOptions extends WorldOptions {
  readonly partitions: number;
}

/** What must become of a record. A dead letter names the reason under which it must stand. */
export type Fate = 'accepted' | 'duplicate' | 'end' | RefusalCode;

export interface Item {
  readonly side: Side;
  readonly partition: number;
  readonly key: string | null;
  /** When it reaches the log, on the clock of the world, epoch ms: nothing in it is later (but for `future`). */
  readonly arrival: number;
  /** Event time, epoch ms. */
  readonly time: number;
  /** In whose books it is; null where that cannot be told. */
  readonly model: string | null;
  readonly id: string;
  readonly fate: Fate;
  /** The record's text, given the version that is in force at its time. */
  readonly text: (version: string) => string;
}

export interface Load {
  readonly options: LoadOptions;
  /** In the order of arrival; the end markers come last. */
  readonly items: readonly Item[];
  /** How many of them are no end markers. */
  readonly records: number;
}

const HOUR_MS = DAY_MS / 24;
/** Version that a model carries until the first promotion. */
export const FIRST_VERSION = '0';
/** Most come within minutes, out of order; some within the grace; a few so late that their pane is closed. */
const delayOf = (random: Random): number => {
  const kind = random();
  if (kind < 0.01) return uniform(random, 2 * HOUR_MS, 10 * HOUR_MS);
  if (kind < 0.04) return uniform(random, 10 * 60_000, 45 * 60_000);
  return uniform(random, 0, 5 * 60_000);
};

export function makeLoad(options: LoadOptions): Load {
  const { partitions } = options;
  const stream = namedStreams(options.seed);
  const [way, fate, wrong] = ['way', 'fate', 'wrong'].map((name) => stream(`load/${name}`)) as [
    Random,
    Random,
    Random,
  ];
  const items: Item[] = [];
  const put = (item: Omit<Item, 'partition'> & { readonly partition?: number }): void => {
    const partition = item.partition ?? partitionOf(item.key, partitions);
    items.push({ ...item, partition, arrival: Math.floor(item.arrival) });
  };
  for (const one of cases(options)) {
    const predicted = prediction(one, one.time + delayOf(way));
    put(predicted);
    const known = outcome(one, Math.floor(one.time + uniform(way, 10 * 60_000, 5 * HOUR_MS)), delayOf(way));
    if (!chance(fate, 0.02)) put(known);
    if (chance(fate, 0.02)) put(repeated(predicted, fate));
    if (chance(fate, 0.02)) put(repeated(known, fate));
    if (chance(fate, 0.004))
      put(
        conflicting(
          prediction({ ...one, learnt: one.guessed, features: { odd: 1 } }, predicted.arrival),
          fate,
        ),
      );
    if (chance(fate, 0.004))
      put(
        conflicting(
          outcome(
            { ...one, outcome: one.model === 'triage' ? 'black' : 77 },
            known.time,
            known.arrival - known.time,
          ),
          fate,
        ),
      );
    if (chance(fate, 0.005)) put(orphan(known));
    if (chance(fate, 0.01))
      put(bad(one, predicted.arrival, Math.floor(wrong() * 6), Math.floor(wrong() * partitions)));
  }
  items.sort(
    (a, b) =>
      a.arrival - b.arrival || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0) || a.side.localeCompare(b.side),
  );
  const kept = firstsFirst(items);
  const records = kept.length;
  const time = Math.max(endOf(options), ...kept.slice(-1_000).map(({ arrival }) => arrival)) + 1;
  for (const model of MODELS) {
    for (const side of ['predictions', 'outcomes'] as const) {
      for (let partition = 0; partition < partitions; partition++) {
        const text = JSON.stringify({ kind: 'end', model, time });
        kept.push({
          side,
          partition,
          key: null,
          arrival: time,
          time,
          model,
          id: '',
          fate: 'end',
          text: () => text,
        });
      }
    }
  }
  return { options, items: kept, records };
}

type Placed = Omit<Item, 'partition'>;

function prediction(one: Case, arrival: number): Placed {
  const { id, model, time, features, segments, guessed, learnt } = one;
  const text = (version: string): string => {
    const said: Said = version === FIRST_VERSION ? guessed : learnt;
    return JSON.stringify({ id, model, version, time, features, segments, ...said });
  };
  return { side: 'predictions', key: id, arrival, time, model, id, fate: 'accepted', text };
}

function outcome({ id, model, outcome }: Case, time: number, delay: number): Placed {
  const text = JSON.stringify({ id, model, time, outcome });
  return {
    side: 'outcomes',
    key: id,
    arrival: time + delay,
    time,
    model,
    id,
    fate: 'accepted',
    text: () => text,
  };
}

/** Sent again as it was, some time later. */
function repeated(item: Placed, random: Random): Placed {
  return { ...item, arrival: item.arrival + uniform(random, 1_000, 8 * HOUR_MS), fate: 'duplicate' };
}

/** The same id with other content, some time later: the first stands. */
function conflicting(item: Placed, random: Random): Placed {
  return { ...item, arrival: item.arrival + uniform(random, 1_000, 8 * HOUR_MS), fate: 'conflicting' };
}

/** An outcome whose prediction nobody has ever made. */
function orphan(item: Placed): Placed {
  const id = `${item.id}-nobody`;
  const text = item.text('').replace(`"${item.id}"`, `"${id}"`);
  return { ...item, id, key: id, text: () => text };
}

/** What another program may put on the topic: wrong in one of six ways. */
function bad(
  one: Case,
  arrival: number,
  way: number,
  partition: number,
): Placed & { readonly partition?: number } {
  const id = `${one.id}-bad`;
  const good = prediction({ ...one, id }, arrival);
  const text = good.text(FIRST_VERSION);
  const broken = (fate: RefusalCode, words: string) => ({
    ...good,
    partition,
    key: null,
    model: null,
    fate,
    text: () => words,
  });
  switch (way) {
    case 0:
      return broken('bad-json', text.slice(0, -9));
    case 1:
      return broken('missing-id', text.replace(`"id":"${id}",`, ''));
    case 2:
      return broken('missing-field', text.replace(/"model":"[a-z]+",/, ''));
    case 3:
      return broken('not-a-number', text.replace(/"features":\{/, '"features":{"x":NaN,'));
    case 4:
      return broken('wrong-type', '[1,2,3]');
    default: {
      const late = text.replace(`"time":${one.time}`, `"time":${Date.UTC(2100, 0, 1)}`);
      return { ...good, fate: 'future', text: () => late };
    }
  }
}

/**
 * Of records with the same side and id the one that arrives first stands, whatever it was meant to be: a first one that was
 * itself held up is overtaken by its own repeat. Conflicting ones that would come first are left out.
 */
function firstsFirst(items: readonly Item[]): Item[] {
  const seen = new Set<string>();
  return items.flatMap((item): Item[] => {
    if (item.model === null || item.fate === 'future') return [item];
    const key = `${item.side}/${item.id}`;
    if (seen.has(key)) return [item];
    if (item.fate === 'conflicting') return [];
    seen.add(key);
    return [{ ...item, fate: 'accepted' }];
  });
}
