'use client';

import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';

export type Shortcut = {
  /** "j", "?", "g e" (one after the other), "Shift+R", "mod+k". */
  keys: string;
  label: string;
  /** Heading in the cheat sheet. */
  scope: string;
};

type Registered = Shortcut & { run: (event: KeyboardEvent) => void };

let registered: readonly Registered[] = [];
const listeners = new Set<() => void>();
const nothing: readonly Registered[] = [];

function change(next: readonly Registered[]): void {
  registered = next;
  for (const tell of listeners) tell();
}

/** Makes a key known to the page and to the cheat sheet for as long as the component is shown. The latest wins. */
export function useShortcut(shortcut: Shortcut, run: (event: KeyboardEvent) => void, enabled = true): void {
  const { keys, label, scope } = shortcut;
  const latest = useRef(run);
  useLayoutEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    const entry: Registered = { keys, label, scope, run: (event) => latest.current(event) };
    change([...registered, entry]);
    return () => change(registered.filter((other) => other !== entry));
  }, [keys, label, scope, enabled]);
}

export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => registered,
    () => nothing,
  );
}

/** Bare keys mean text here, or belong to what is open above the page. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return Boolean(
    target.closest(
      'input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"], [role="textbox"]',
    ),
  );
}

function strokeOf(event: KeyboardEvent): string {
  const named = event.key.length === 1 ? event.key : event.key.toLowerCase();
  const mod = event.metaKey || event.ctrlKey ? 'mod+' : '';
  return `${mod}${named}`;
}

function sameKeys(keys: string, stroke: string): boolean {
  const wanted = keys.replace(/^Shift\+([a-z])$/i, (_, letter: string) => letter.toUpperCase());
  return wanted === stroke || (wanted.length > 1 && wanted.toLowerCase() === stroke);
}

const SEQUENCE_MS = 1000;

/** Listens for the whole page; `bareKeys` off leaves only those with a modifier. Returns how to stop. */
export function listenForShortcuts(bareKeys: () => boolean): () => void {
  let before: { stroke: string; at: number } | null = null;
  const onKeyDown = (event: KeyboardEvent) => {
    // A closing hint claims Escape and lets it pass on; menus and dialogs keep theirs to themselves.
    if ((event.defaultPrevented && event.key !== 'Escape') || event.altKey || event.isComposing) return;
    const stroke = strokeOf(event);
    // Speech input types letters, not Escape: only those can be switched off.
    const letter = stroke.length === 1;
    if (letter && !bareKeys()) return;
    if (!stroke.startsWith('mod+') && isTaken(event.target)) return;
    const sequence =
      before && event.timeStamp - before.at < SEQUENCE_MS ? `${before.stroke} ${stroke}` : null;
    const found =
      (sequence && registered.findLast((entry) => sameKeys(entry.keys, sequence))) ||
      registered.findLast((entry) => sameKeys(entry.keys, stroke));
    const begins = registered.some((entry) => entry.keys.startsWith(`${stroke} `));
    before = !found && begins ? { stroke, at: event.timeStamp } : null;
    if (!found) return;
    event.preventDefault();
    found.run(event);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
