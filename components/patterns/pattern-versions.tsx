'use client';

import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { Changes } from '#components/record/changes.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord, useRefresh } from '#components/record/use-record.ts';
import { apiFetch } from '#components/ui/api.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Select } from '#components/ui/select.tsx';
import { Time } from '#components/ui/time.tsx';
import { notifyDone } from '#components/ui/toast.tsx';
import type { Pattern, PatternInput } from '#lib/dlp/schema.ts';

/** A version as the API tells it: all a pattern says, but not whether it is switched on. */
type PatternVersion = Omit<PatternInput, 'enabled'> & {
  version: number;
  created_at: string;
  created_by: string;
  note: string | null;
};

const ABOUT = ['version', 'created_at', 'created_by', 'note'] as const;

/** Any two of them, side by side. */
function Comparison({ items }: { items: readonly PatternVersion[] }) {
  const [from, setFrom] = useState(String(items.at(-1)?.version ?? 1));
  const [to, setTo] = useState(String(items[0]?.version ?? 1));
  const options = items.map(({ version }) => ({ value: String(version), label: `Version ${version}` }));
  const find = (wanted: string) => items.find(({ version }) => String(version) === wanted);
  return (
    <section aria-label="Compare versions" className="mb-4 flex flex-col gap-2 border-b pb-4">
      <div className="flex flex-wrap items-center gap-2 text-ink-2 text-sm">
        From
        <Select
          compact
          aria-label="From version"
          className="w-32"
          value={from}
          onChange={setFrom}
          options={options}
        />
        to
        <Select
          compact
          aria-label="To version"
          className="w-32"
          value={to}
          onChange={setTo}
          options={options}
        />
      </div>
      {from === to ? (
        <p className="text-ink-3 text-sm">That is one version.</p>
      ) : (
        <Changes before={find(from)} after={find(to)} ignore={ABOUT} />
      )}
    </section>
  );
}

/** Newest first, each with what it changed; findings name the version that made them. */
export function PatternVersions({ pattern, denied }: { pattern: Pattern; denied: string | null }) {
  const refresh = useRefresh('/patterns');
  const [asked, setAsked] = useState<number | null>(null);
  const query = useRecord<{ items: PatternVersion[] }>('/patterns', `/${pattern.id}/versions`);
  return (
    <Loaded query={query} what="The versions could not be loaded">
      {({ items }) => (
        <>
          {items.length > 2 ? <Comparison items={items} /> : null}
          <ol className="flex flex-col gap-4">
            {items.map((version, index) => {
              const earlier = items[index + 1];
              return (
                <li key={version.version} className="flex flex-col gap-2">
                  <p className="flex flex-wrap items-center gap-x-2 text-sm">
                    <span className="figures font-medium">Version {version.version}</span>
                    {version.version === pattern.version ? <Badge tone="accent">In use</Badge> : null}
                    <span className="text-ink-2">
                      by {version.created_by}, <Time at={version.created_at} />
                    </span>
                    {version.version === pattern.version ? null : (
                      <Button
                        size="sm"
                        variant="ghost"
                        icon={RotateCcw}
                        disabledReason={denied}
                        onClick={() => setAsked(version.version)}
                      >
                        Go back to it
                      </Button>
                    )}
                  </p>
                  {version.note ? <p className="text-sm">{version.note}</p> : null}
                  {earlier ? (
                    <Changes before={earlier} after={version} ignore={ABOUT} />
                  ) : (
                    <p className="text-ink-3 text-sm">
                      {pattern.built_in ? 'As it was shipped.' : 'As it was created.'}
                    </p>
                  )}
                </li>
              );
            })}
          </ol>
          {asked === null ? null : (
            <ConfirmDialog
              open
              danger={false}
              onClose={() => setAsked(null)}
              title={`Go back to version ${asked}`}
              consequences={`What version ${asked} says becomes version ${pattern.version + 1} and is at work at once. Nothing is lost: the versions between stay, and findings keep theirs.`}
              action="Go back"
              onConfirm={async () => {
                await apiFetch(`/patterns/${pattern.id}/rollback`, {
                  method: 'POST',
                  body: { version: asked, expected_version: pattern.version },
                });
                notifyDone(`${pattern.name} says again what version ${asked} said`);
                await refresh();
              }}
            />
          )}
        </>
      )}
    </Loaded>
  );
}
