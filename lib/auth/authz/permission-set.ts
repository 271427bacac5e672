import { ALL_PERMISSIONS } from '../permissions.ts';

/** A grant of this form allows every name that begins with what stands before the star: `orders:*`, `orders.*`. */
const WILDCARD = /[.:]\*$/;

export type PermissionSet = {
  /** As granted, by name. */
  names: readonly string[];
  allows: (name: string) => boolean;
};

/** What somebody may do who was granted these names. */
export function permissionSet(names: readonly string[]): PermissionSet {
  const exact = new Set(names);
  if (exact.has(ALL_PERMISSIONS)) return { names, allows: () => true };
  const beginnings = names.filter((name) => WILDCARD.test(name)).map((name) => name.slice(0, -1));
  if (beginnings.length === 0) return { names, allows: (name) => exact.has(name) };
  return {
    names,
    allows: (name) => exact.has(name) || beginnings.some((beginning) => name.startsWith(beginning)),
  };
}
