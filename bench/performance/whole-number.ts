/** @throws RangeError that names the flag */
export function wholeNumber(flag: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(number) || number < 1) {
    throw new RangeError(`--${flag} takes whole numbers from 1, not '${text}'`);
  }
  return number;
}

/** A list with commas between. @throws RangeError that names the flag */
export function wholeNumbers(flag: string, text: string): number[] {
  return text.split(',').map((one) => wholeNumber(flag, one));
}
