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

/** Empties a slot, for tests and for a closed resource that may be opened again. */
export function forgetSingleton(name: string): void {
  delete slots[Symbol.for(`the-eye.${name}`)];
}
