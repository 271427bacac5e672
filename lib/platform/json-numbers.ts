/** So many digits always fit into a double. */
const SAFE_DIGITS = 15;

const [QUOTE, PLUS, MINUS, POINT, UPPER_E, LOWER_E] = [34, 43, 45, 46, 69, 101];
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Where the string that begins at `start` ends: at its closing quote. */
export function endOfString(text: string, start: number): number {
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
  } while (isEscaped(text, end));
  return end;
}

function isEscaped(text: string, quoteAt: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(quoteAt - 1 - backslashes) === 92) backslashes++;
  return backslashes % 2 === 1;
}

/**
 * Goes through sound JSON and shows every number that has an exponent or more than 15 digits, as it is written. The others,
 * which most numbers are, cost a glance.
 */
export function eachLongNumber(json: string, visit: (source: string, start: number) => void): void {
  for (let i = 0; i < json.length; i++) {
    const first = json.charCodeAt(i);
    if (first === QUOTE) i = endOfString(json, i);
    else if (first === MINUS || isDigit(first)) {
      const start = i;
      let digits = 0;
      let hasExponent = false;
      for (let code = first; ; code = json.charCodeAt(++i)) {
        if (isDigit(code)) digits++;
        else if (code === LOWER_E || code === UPPER_E) hasExponent = true;
        else if (code !== POINT && code !== MINUS && code !== PLUS) break;
      }
      if (hasExponent || digits > SAFE_DIGITS) visit(json.slice(start, i), start);
      i--;
    }
  }
}
