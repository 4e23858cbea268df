/**
 * Snappy, reading only: the block format (https://github.com/google/snappy/blob/main/format_description.txt), bare as
 * librdkafka's older versions and Go clients write it, or in the frames of xerial's `snappy-java`, as Kafka's own producer does.
 */
import { BlockOutput, CorruptBlock } from './block-output.js';

/** `snappy-java`: a magic of eight bytes, two versions of four, then blocks that each follow their length. */
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

/** Throws `CorruptBlock`. O(length of the result). */
export function decompressSnappy(data: Buffer): Buffer {
  if (!data.subarray(0, XERIAL.length).equals(XERIAL)) return decompressBlock(data);
  const blocks: Buffer[] = [];
  let at = XERIAL_HEADER_BYTES;
  while (at < data.length) {
    if (at + 4 > data.length) throw new CorruptBlock('snappy', 'ends within the length of a block');
    const length = data.readInt32BE(at);
    at += 4;
    if (length < 0 || at + length > data.length) throw new CorruptBlock('snappy', 'ends within a block');
    blocks.push(decompressBlock(data.subarray(at, at + length)));
    at += length;
  }
  return Buffer.concat(blocks);
}

function decompressBlock(block: Buffer): Buffer {
  const [size, start] = uncompressedSize(block);
  const output = new BlockOutput('snappy', size);
  let at = start;
  while (at < block.length) {
    const tag = byte(block, at++);
    const kind = tag & 3;
    if (kind === 0) {
      let length = tag >>> 2;
      if (length >= 60) {
        const bytes = length - 59;
        length = number(block, at, bytes);
        at += bytes;
      }
      output.literal(block, at, length + 1);
      at += length + 1;
    } else {
      const bytes = kind === 1 ? 1 : kind === 2 ? 2 : 4;
      const low = number(block, at, bytes);
      at += bytes;
      if (kind === 1) output.copy(((tag >>> 5) << 8) | low, 4 + ((tag >>> 2) & 7));
      else output.copy(low, 1 + (tag >>> 2));
    }
  }
  return output.whole();
}

/** The block begins with it: seven bits a byte, the lowest first. */
function uncompressedSize(block: Buffer): [size: number, next: number] {
  let size = 0;
  for (let at = 0, unit = 1; at < 5; at++, unit *= 128) {
    const next = byte(block, at);
    size += (next & 127) * unit;
    if (next < 128) return [size, at + 1];
  }
  throw new CorruptBlock('snappy', 'has no length');
}

function byte(block: Buffer, at: number): number {
  const value = block[at];
  if (value === undefined) throw new CorruptBlock('snappy', 'ends too early');
  return value;
}

function number(block: Buffer, at: number, bytes: number): number {
  if (at + bytes > block.length) throw new CorruptBlock('snappy', 'ends too early');
  return block.readUIntLE(at, bytes);
}
