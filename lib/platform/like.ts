/** A text as LIKE finds it and nothing else: its own `%`, `_` and `\` stand for themselves. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

/** A filter of the database client for what holds this text, in whatever case; the client itself escapes nothing. */
export function containing(text: string): { contains: string; mode: 'insensitive' } {
  return { contains: escapeLike(text), mode: 'insensitive' };
}
