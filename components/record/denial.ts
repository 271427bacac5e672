/** Why a control is off for whoever lacks the permission; null for its holder. */
export function denial(held: boolean, permission: string): string | null {
  return held ? null : `Needs the permission ${permission}`;
}
