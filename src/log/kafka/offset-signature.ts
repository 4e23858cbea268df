/**
 * What stands beside each offset that a stage commits. Kafka's tools move offsets too, and write nothing there: so a
 * committed offset without it is one that somebody else has put there, and records before it may never have been read.
 */
export function offsetSignature(offset: number): string {
  return `leeway ${offset}`;
}
