/** What the console shows of somebody with these names; null when there is nothing to show. */
export function displayName(first: string | null, last: string | null): string | null {
  return [first, last].filter((part) => part !== null && part !== '').join(' ') || null;
}
