/** The mark: an iris in two arcs and a disc, in the colour of the text around it. */
export function Mark({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 16 16" fill="none" aria-hidden className={className ?? 'size-5 text-accent'}>
      <path
        d="M1.2 9.6A7 7 0 0 1 12.9 3M14.8 6.4A7 7 0 0 1 3.1 13"
        stroke="currentColor"
        strokeWidth={1.9}
        strokeLinecap="round"
      />
      <circle cx={8} cy={8} r={3.1} fill="currentColor" />
    </svg>
  );
}
