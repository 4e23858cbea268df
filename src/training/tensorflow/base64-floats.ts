/** Float32 arrays as base64 of little-endian bytes: exact, and the same on every machine. */

export function floatsToBase64(values: Float32Array): string {
  const bytes = Buffer.alloc(values.length * 4);
  for (let i = 0; i < values.length; i++) bytes.writeFloatLE(values[i] as number, i * 4);
  return bytes.toString('base64');
}

/** Throws `RangeError` when the text does not hold exactly `length` floats. */
export function floatsFromBase64(text: string, length: number): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== length * 4) {
    throw new RangeError(`expected ${length} floats (${length * 4} bytes), found ${bytes.length} bytes`);
  }
  const values = new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = bytes.readFloatLE(i * 4);
  return values;
}
