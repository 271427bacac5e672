/** One word of a POSIX shell, whatever it holds: nothing in it is expanded. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
