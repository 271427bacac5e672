const slots = globalThis as unknown as Record<symbol, unknown>;

/**
 * One instance per process. The web framework's bundle holds its own copy of every module, so pools, caches
 * and listeners live in a slot of `globalThis` and not in module scope.
 */
export function processSingleton<T>(name: string, make: () => T): T {
  const key = Symbol.for(`the-eye.${name}`);
  if (!(key in slots)) slots[key] = make();
  return slots[key] as T;
}

/** Empties a slot and answers what was in it: for a resource that is closed and may be opened again, and for tests. */
export function forgetSingleton<T>(name: string): T | undefined {
  const key = Symbol.for(`the-eye.${name}`);
  const held = slots[key] as T | undefined;
  delete slots[key];
  return held;
}
