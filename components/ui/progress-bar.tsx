import { clsx } from 'clsx';

export type ProgressBarProps = {
  /** Of what: read aloud. */
  label: string;
  /** Between 0 and 1; null while nobody knows how much it will be. */
  share: number | null;
  /** The same in words: "12,000 of ≈ 40,000 events". */
  text: string;
  className?: string | undefined;
};

/** How far something is. The figures stand beside it; the bar is for the eye. */
export function ProgressBar({ label, share, text, className }: ProgressBarProps) {
  const percent = share === null ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
      className={clsx('h-1.5 overflow-hidden rounded-full bg-sunken', className)}
    >
      <div
        className={clsx(
          'h-full rounded-full bg-flight transition-[width] duration-500 motion-reduce:transition-none',
          percent === undefined && 'w-1/4 animate-pulse motion-reduce:animate-none',
        )}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
