/** What one author wrote shortly after one another in one channel, by time. */
export type Spoken = { id: string; text: string };

/** Where a message stands in the joined text. */
export type JoinedPart = { id: string; start: number; end: number };

export type Joined = {
  text: string;
  /** Which messages share the characters from `start` to `end`. */
  touched: (start: number, end: number) => JoinedPart[];
};

/** Messages within this time are read as one as well: a number can be sent in two halves. */
export const JOINED_WITHIN_SECONDS = 60;

/** Joins texts with what stands between them. */
export function joinMessages(messages: readonly Spoken[], between: string): Joined {
  let text = '';
  const parts = messages.map((message) => {
    if (text !== '') text += between;
    const start = text.length;
    text += message.text;
    return { id: message.id, start, end: text.length };
  });
  return {
    text,
    touched: (start, end) => parts.filter((part) => part.start < end && part.end > start),
  };
}

/** Halves of a number come with or without the gap between its groups. */
export const GAPS = ['', ' '] as const;
