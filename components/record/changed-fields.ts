/** Only what differs from what was there, so that a change somebody else made to another field meanwhile stays. */
export function changedFields(was: object, now: object): Record<string, unknown> {
  const before = was as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(now).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key])),
  );
}
