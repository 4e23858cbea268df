import { basename } from 'node:path';
import type { HistoryFile } from './find-files.js';

/** The name of the model where nobody has named it: `2024-05-churn.csv` is of the model `2024-05-churn`. */
export function modelOf(files: readonly HistoryFile[]): string {
  return basename(files[0]?.path ?? 'model').replace(/\.[^.]+(\.(gz|zst))?$/, '') || 'model';
}
