/**
 * LZ4, reading only: the frame format (https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md) that Kafka uses since
 * record batches version 2. Its checksums are not looked at: each batch has a CRC of its own, which the broker has checked.
 */
import { BlockOutput, CorruptBlock } from './block-output.js';

const MAGIC = 0x184d2204;
const UNCOMPRESSED = 0x80000000;

/** Throws `CorruptBlock`. O(length of the result). */
export function decompressLz4(data: Buffer): Buffer {
  const output = new BlockOutput('lz4');
  let at = 0;
  // Frames may follow one another.
  while (at < data.length) at = decompressFrame(data, at, output);
  return output.whole();
}

function decompressFrame(data: Buffer, start: number, output: BlockOutput): number {
  if (uint32(data, start) !== MAGIC) throw new CorruptBlock('lz4', 'does not begin like an LZ4 frame');
  const flags = data[start + 4] ?? 0;
  if (flags >>> 6 !== 1) throw new CorruptBlock('lz4', `has the unknown version ${flags >>> 6}`);
  const [blockChecksum, contentSize, contentChecksum] = [flags & 0x10, flags & 0x08, flags & 0x04];
  if (flags & 0x01) throw new CorruptBlock('lz4', 'needs a dictionary');
  // Magic, flags, block size, then the header's own checksum.
  let at = start + 6 + (contentSize ? 8 : 0) + 1;
  for (;;) {
    const size = uint32(data, at);
    at += 4;
    if (size === 0) return at + (contentChecksum ? 4 : 0);
    const length = size & ~UNCOMPRESSED;
    if (at + length > data.length) throw new CorruptBlock('lz4', 'ends within a block');
    if (size >= UNCOMPRESSED) output.literal(data, at, length);
    else decompressBlock(data.subarray(at, at + length), output);
    at += length + (blockChecksum ? 4 : 0);
  }
}

/** Blocks may refer to the ones before: all go to one output. */
function decompressBlock(block: Buffer, output: BlockOutput): void {
  let at = 0;
  /** A length of 15 goes on in the bytes that follow, for as long as they are 255. */
  const lengthFrom = (nibble: number): number => {
    if (nibble < 15) return nibble;
    for (let length = 15; ;) {
      const more = block[at++];
      if (more === undefined) throw new CorruptBlock('lz4', 'ends within a length');
      length += more;
      if (more < 255) return length;
    }
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = lengthFrom(token >>> 4);
    output.literal(block, at, literals);
    at += literals;
    // The last sequence has literals only.
    if (at === block.length) return;
    if (at + 2 > block.length) throw new CorruptBlock('lz4', 'ends within a distance');
    const distance = block.readUInt16LE(at);
    at += 2;
    output.copy(distance, 4 + lengthFrom(token & 15));
  }
}

function uint32(data: Buffer, at: number): number {
  if (at + 4 > data.length) throw new CorruptBlock('lz4', 'ends too early');
  return data.readUInt32LE(at);
}
