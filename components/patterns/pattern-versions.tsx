'use client';

import { Changes } from '#components/record/changes.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Time } from '#components/ui/time.tsx';
import type { Pattern, PatternInput } from '#lib/dlp/schema.ts';

/** A version as the API tells it: all a pattern says, but not whether it is switched on. */
type PatternVersion = Omit<PatternInput, 'enabled'> & {
  version: number;
  created_at: string;
  created_by: string;
};

const ABOUT = ['version', 'created_at', 'created_by'] as const;

/** Newest first, each with what it changed; findings name the version that made them. */
export function PatternVersions({ pattern }: { pattern: Pattern }) {
  const query = useRecord<{ items: PatternVersion[] }>('/patterns', `/${pattern.id}/versions`);
  return (
    <Loaded query={query} what="The versions could not be loaded">
      {({ items }) => (
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
                </p>
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
      )}
    </Loaded>
  );
}
