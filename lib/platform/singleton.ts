const HOME = Symbol.for('the-eye');
const home = globalThis as unknown as Record<symbol, Map<string, unknown> | undefined>;
const slots = home[HOME] ?? new Map<string, unknown>();
home[HOME] = slots;

/**
 * One instance per process. The web framework's bundle holds its own copy of every module, so pools, caches
 * and listeners live in slots of `globalThis` and not in module scope.
 */
export function processSingleton<T>(name: string, make: () => T): T {
  const held = slots.get(name);
  if (held !== undefined || slots.has(name)) return held as T;
  const made = make();
  slots.set(name, made);
  return made;
}

/** Empties a slot and answers what was in it: for a resource that is closed and may be opened again, and for tests. */
export function forgetSingleton<T>(name: string): T | undefined {
  const held = slots.get(name) as T | undefined;
  slots.delete(name);
  return held;
}
