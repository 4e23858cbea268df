/** JSON's white space: space, line feed, carriage return, tab. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

export function isAllBlank(bytes: Buffer): boolean {
  return bytes.every(isBlank);
}
