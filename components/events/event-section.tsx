import { type ReactNode, useId } from 'react';

/** Below the title of the drawer, or of the page. */
export type SectionHeading = 'h2' | 'h3';

export type EventSectionProps = {
  title: string;
  as: SectionHeading;
  /** How many there are, or what is shown. */
  note?: ReactNode;
  children: ReactNode;
};

/** A titled part of an event's details. */
export function EventSection({ title, as: Heading, note, children }: EventSectionProps) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className="flex min-w-0 flex-col gap-2">
      <div className="flex items-baseline gap-2">
        <Heading id={headingId} className="font-semibold text-base">
          {title}
        </Heading>
        {note ? <span className="text-ink-3 text-xs">{note}</span> : null}
      </div>
      {children}
    </section>
  );
}
