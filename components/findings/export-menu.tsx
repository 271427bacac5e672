'use client';

import { Download } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Menu } from '#components/ui/menu.tsx';

/** The findings of the list as a file, masked. */
export function ExportMenu({ filters }: { filters: Readonly<Record<string, string>> }) {
  const take = (format: 'csv' | 'ndjson') => () =>
    window.location.assign(`/api/v1/findings/export?${new URLSearchParams({ ...filters, format })}`);
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
          label: 'What the filters find, masked',
          items: [
            { label: 'CSV', onSelect: take('csv') },
            { label: 'NDJSON', onSelect: take('ndjson') },
          ],
        },
      ]}
    />
  );
}
