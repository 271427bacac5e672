/** One step further into a value: `items` and 0 is `items[0]`, and then `items[0].name`. */
export function joinPath(path: string, part: PropertyKey): string {
  if (typeof part === 'number') return `${path}[${part}]`;
  return path === '' ? String(part) : `${path}.${String(part)}`;
}

/** Where a fault lies, as every answer names it: `['items', 0, 'name']` is `items[0].name`; `from` stands before it. */
export function formatPath(path: readonly PropertyKey[], from = ''): string {
  return path.reduce<string>(joinPath, from);
}
