/**
 * Float64 numbers in arrays of 32-bit words, bit for bit. A row has words of both kinds, and two views on one buffer would
 * part when the state is serialized.
 */
const float = new Float64Array(1);
const halves = new Int32Array(float.buffer);

export function putFloat(words: Int32Array, at: number, value: number): void {
  float[0] = value;
  words[at] = halves[0] as number;
  words[at + 1] = halves[1] as number;
}

export function floatAt(words: Int32Array, at: number): number {
  halves[0] = words[at] as number;
  halves[1] = words[at + 1] as number;
  return float[0] as number;
}
