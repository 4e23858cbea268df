/** What is wrong with the files or with what was said about them: in words, with the fix. */
export class BacktestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BacktestError';
  }
}
