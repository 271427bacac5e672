/** The secret that a newer one is replacing: still good, and with an end. Null when no rotation is under way. */
export function oldSecretOf<S extends { expiresAt: Date | null }>(
  secrets: readonly S[],
  now: Date,
): (S & { expiresAt: Date }) | null {
  for (const secret of secrets) {
    const { expiresAt } = secret;
    if (expiresAt !== null && expiresAt > now) return { ...secret, expiresAt };
  }
  return null;
}
