const PLAIN = /^[A-Za-z_$][\w$-]*$/;

/**
 * How a place in a JSON document is named below another one: `.name`, `[0]`, or `["a name"]`. The scan names what it
 * found in this way, and whoever shows the document finds it again.
 */
export function placeLabel(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return PLAIN.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
