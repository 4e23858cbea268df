/**
 * Which partition a key belongs to, as Kafka's Java client and kafkajs decide it:
 * `toPositive(murmur2(utf8(key))) mod partitions`, murmur2 of Austin Appleby with Kafka's seed (32 bits, little-endian).
 * Unlike librdkafka's default (CRC32), so producers on librdkafka must set `partitioner=murmur2_random`.
 */

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

const scratch = Buffer.allocUnsafe(1024);
/** UTF-8 needs at most three bytes for each UTF-16 unit. */
const scratchUnits = Math.floor(scratch.length / 3);

/** murmur2 as a signed 32-bit integer, as Java has it. O(length). */
export function murmur2(data: Buffer, length: number = data.length): number {
  let hash = seed ^ length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word = Math.imul(data.readInt32LE(at), multiplier);
    word ^= word >>> 24;
    word = Math.imul(word, multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  const rest = length - whole;
  if (rest > 0) {
    for (let i = rest - 1; i >= 0; i--) hash ^= data.readUInt8(whole + i) << (8 * i);
    hash = Math.imul(hash, multiplier);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, multiplier);
  return hash ^ (hash >>> 15);
}

/**
 * The partition of a record. A record without a key goes to partition 0: a rotation would depend on who appended what
 * before, and a replay could not repeat it.
 */
export function partitionOf(key: string | null, partitions: number): number {
  if (!Number.isInteger(partitions) || partitions < 1) {
    throw new RangeError(`a topic has at least one partition, not ${partitions}`);
  }
  if (key === null || partitions === 1) return 0;
  const hash =
    key.length <= scratchUnits ? murmur2(scratch, scratch.write(key, 0, 'utf8')) : murmur2(Buffer.from(key));
  return (hash & 0x7fffffff) % partitions;
}
