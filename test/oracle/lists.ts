import type { OutcomePaneJson } from '../../src/aggregates/outcome-pane.js';
import { exactSum } from './exact.js';

const CUTS = [1, 3, 5, 10];

/** What the lists of a pane add up to, each as the places that were chosen and how many things were: `"1 4/3"`. */
export function lists(all: readonly string[]): NonNullable<OutcomePaneJson['ranking']> {
  const some = all.filter((list) => !list.endsWith('/0'));
  const firsts = some.flatMap((list) => placesOf(list).slice(0, 1));
  const gains = CUTS.map((cut) => some.map((list) => ndcg(list, cut)));
  return {
    lists: all.length,
    taken: firsts.length,
    chosen: some.length,
    hits: CUTS.map((cut) => firsts.filter((place) => place <= cut).length),
    gains: gains.map((own) => exactSum(own)),
    squares: gains.map((own) => exactSum(own.map((x) => x * x))),
    reciprocal: exactSum(firsts.map((place) => 1 / place)),
  };
}

/** Discounted gain of the chosen places over that of the first ones. */
export function ndcg(list: string, cut: number): number {
  const most = Math.min(cut, Number(list.split('/')[1]));
  const gain = (places: readonly number[]) =>
    places.filter((place) => place <= cut).reduce((sum, place) => sum + 1 / Math.log2(place + 1), 0);
  return gain(placesOf(list)) / gain(Array.from({ length: most }, (_, i) => i + 1));
}

function placesOf(list: string): number[] {
  return (list.split('/')[0] as string).split(' ').filter(Boolean).map(Number);
}
