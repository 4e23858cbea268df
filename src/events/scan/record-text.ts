/**
 * The record that is being scanned, copied to where a word can be loaded at any position: one copy a record is cheaper than
 * a DataView a record. Zeros follow its last byte; a zero is no byte of JSON, so scanning stops there by itself.
 */
export interface RecordText {
  bytes: Uint8Array;
  view: DataView;
  length: number;
}

/** Longer records are left to JSON.parse. */
export const MAX_SCANNED = 1 << 18;

/** Zeros after the end: what a load at the end may reach. */
const PADDING = 16;

export function emptyRecordText(): RecordText {
  const bytes = new Uint8Array(4096);
  return { bytes, view: new DataView(bytes.buffer), length: 0 };
}

/** false: the record is too long to be scanned. */
export function loadRecord(text: RecordText, record: Uint8Array): boolean {
  const length = record.length;
  if (length > MAX_SCANNED) return false;
  if (length + PADDING > text.bytes.length) {
    text.bytes = new Uint8Array(2 * (length + PADDING));
    text.view = new DataView(text.bytes.buffer);
  }
  text.bytes.set(record);
  const { view } = text;
  view.setFloat64(length, 0);
  view.setFloat64(length + 8, 0);
  text.length = length;
  return true;
}
