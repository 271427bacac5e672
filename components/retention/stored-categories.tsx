import Link from 'next/link';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatCount } from '#lib/format/format-number.ts';
import type { RetentionPreview, StoredCategory } from '#lib/retention/schema.ts';
import { aboutEvents, Cell, FigureTable, HeadCell } from './figures.tsx';

export type StoredCategoriesProps = {
  preview: RetentionPreview;
  /** Categories that have a rule in the form. */
  ruled: ReadonlySet<string>;
  onAddRule: (category: string) => void;
  denied: string | null;
};

function Name({ category }: { category: string | null }) {
  if (category === null) return <span className="text-ink-3">all others</span>;
  return (
    <Link
      href={`/events?category=${encodeURIComponent(category)}`}
      className="break-all rounded-badge font-medium hover:underline"
    >
      {category}
    </Link>
  );
}

type RowProps = Omit<StoredCategoriesProps, 'preview'> & { row: StoredCategory; estimated: boolean };

function Row({ row, estimated, ruled, onAddRule, denied }: RowProps) {
  const { category } = row;
  return (
    <tr>
      <Cell>
        <Name category={category} />
      </Cell>
      <Cell right>{aboutEvents(row.events, estimated)}</Cell>
      <Cell right className="max-sm:hidden">
        {row.oldest_day}
      </Cell>
      <Cell right>{formatCount(row.days, 'day')}</Cell>
      <Cell right className="max-sm:whitespace-normal">
        {row.going > 0 ? (
          <Badge tone={row.going === row.events ? 'block' : 'redact'}>
            {aboutEvents(row.going, estimated)} go
          </Badge>
        ) : (
          <span className="text-ink-3">none</span>
        )}
      </Cell>
      <Cell right className="w-px max-sm:hidden">
        {category === null || ruled.has(category) ? null : (
          <Button
            size="sm"
            variant="ghost"
            disabledReason={denied}
            aria-label={`Add rule for ${category}`}
            onClick={() => onAddRule(category)}
          >
            Add rule
          </Button>
        )}
      </Cell>
    </tr>
  );
}

/** Which categories there are, how much of each, and what the rules in the form mean for them. */
export function StoredCategories({ preview, ...rest }: StoredCategoriesProps) {
  return (
    <Panel title="Stored by category" note="most events first" flush>
      {preview.categories.length === 0 ? (
        <EmptyState sentence="No event is stored. Each category of events that arrives is counted here." />
      ) : (
        <FigureTable
          label="Stored by category"
          head={
            <>
              <HeadCell>Category</HeadCell>
              <HeadCell right>Events</HeadCell>
              <HeadCell right className="max-sm:hidden">
                Oldest day
              </HeadCell>
              <HeadCell right>Kept for</HeadCell>
              <HeadCell right>Next run</HeadCell>
              <HeadCell className="max-sm:hidden">
                <span className="sr-only">Add a rule</span>
              </HeadCell>
            </>
          }
        >
          {preview.categories.map((row) => (
            <Row key={row.category ?? ''} row={row} estimated={preview.estimated} {...rest} />
          ))}
        </FigureTable>
      )}
    </Panel>
  );
}
