'use client';

import { Download } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Menu } from '#components/ui/menu.tsx';

export type ExportMenuProps = {
  /** Below /api/v1: what answers with the file. */
  path: string;
  filters: Readonly<Record<string, string>>;
  /** What the file holds. */
  label: string;
};

/** What a list finds, as a file. */
export function ExportMenu({ path, filters, label }: ExportMenuProps) {
  const take = (format: 'csv' | 'ndjson') => () =>
    window.location.assign(`/api/v1${path}?${new URLSearchParams({ ...filters, format })}`);
  return (
    <Menu
      align="end"
      trigger={
        <Button size="sm" icon={Download}>
          Export
        </Button>
      }
      groups={[
        {
          label,
          items: [
            { label: 'CSV', onSelect: take('csv') },
            { label: 'NDJSON', onSelect: take('ndjson') },
          ],
        },
      ]}
    />
  );
}
