import type { Backtest } from '../backtest/backtest.js';
import type { Summary } from './summary.js';
export function renderReport(_r: Backtest, s: Summary, css: string): string {
  return css + s.verdict;
}
