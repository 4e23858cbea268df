/** Dead letters as JSON, for REST and `--json`, and back. */
import type { ListedLetter } from './read-letters.js';

export type LetterJson = Omit<ListedLetter, 'value'> & {
  /** The original as text; what is not UTF-8 in it shows as U+FFFD. */
  readonly text: string;
};

export function letterJson({ value, ...rest }: ListedLetter): LetterJson {
  return { ...rest, text: value.toString('utf8') };
}
