/** The program as people start it; at its end it says what it has used. */
import { useSoFar } from '../performance/process-use.js';

process.once('exit', () => {
  process.send?.(useSoFar());
});

await import('../../src/cli/main.js');
// The channel would keep the process alive.
process.channel?.unref();
