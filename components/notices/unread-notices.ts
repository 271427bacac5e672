import type { RaisedNotice } from '#lib/notices/schema.ts';

/** Those after the last one that was seen; ids come in the order of time. */
export const unreadOf = (notices: readonly RaisedNotice[], seenId: string): readonly RaisedNotice[] =>
  notices.filter(({ id }) => id > seenId);

/** Of what was seen before, and what is shown now, the newest. */
export const newestOf = (notices: readonly RaisedNotice[], seenId: string): string =>
  [seenId, ...notices.map(({ id }) => id)].toSorted().at(-1) ?? seenId;
