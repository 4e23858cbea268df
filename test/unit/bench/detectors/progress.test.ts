import { expect, it } from 'vitest';
import { progressOn } from '../../../../bench/detectors/progress.js';

it('writes every step that begins, and how far it is at most every two seconds', () => {
  let now = 100;
  const lines: string[] = [];
  const progress = progressOn({ write: (text) => lines.push(text) }, () => now);
  progress('first');
  progress('first', 0.1);
  now += 2_500;
  progress('first', 0.5);
  progress('first', 0.6);
  progress('second');
  expect(lines).toEqual(['[   0 s] first\n', '[   3 s] first, 50%\n', '[   3 s] second\n']);
});
