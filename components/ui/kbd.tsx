/** Keys as they are pressed: `g e` one after the other. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-1">
      {keys.split(' ').map((key, index) => (
        <kbd
          // biome-ignore lint/suspicious/noArrayIndexKey: keys can repeat ("g g") and never move
          key={index}
          className="flex h-5 min-w-5 items-center justify-center rounded-badge border bg-sunken px-1 font-mono text-ink-2 text-xs"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
