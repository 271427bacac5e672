'use client';

import { PenLine, Rocket } from 'lucide-react';
import { useState } from 'react';
import { BacktestPanel } from '#components/backtests/backtest-panel.tsx';
import { EnabledSwitch } from '#components/record/enabled-switch.tsx';
import { Loaded } from '#components/record/loaded.tsx';
import { NewLink } from '#components/record/new-link.tsx';
import { useRecord } from '#components/record/use-record.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Drawer, type DrawerFrame } from '#components/ui/drawer.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { Pattern } from '#lib/dlp/schema.ts';
import { ActionBadge, StateBadge } from './pattern-badges.tsx';
import { PatternDefinition } from './pattern-definition.tsx';
import { PatternVersions } from './pattern-versions.tsx';
import { PublishDialog } from './publish-dialog.tsx';

export type PatternDrawerProps = DrawerFrame & {
  id: string | null;
  denied: string | null;
  /** Why no backtest can be started; null when it can. */
  backtestsDenied: string | null;
};

/** What a pattern says now, and what it said before. */
export function PatternDrawer({ id, denied, backtestsDenied, ...frame }: PatternDrawerProps) {
  const [publishing, setPublishing] = useState(false);
  const query = useRecord<Pattern>('/patterns', id && `/${id}`);
  const pattern = query.data;
  return (
    <Drawer
      open={id !== null}
      {...frame}
      title={pattern?.name ?? 'Pattern'}
      subtitle={
        pattern ? (
          <>
            <StatusBadge kind="severity" value={pattern.severity} />
            <ActionBadge action={pattern.action} />
            <StateBadge state={pattern.state} />
            <span className="figures">Version {pattern.version}</span>
            {pattern.built_in ? <Badge>Built-in</Badge> : null}
          </>
        ) : null
      }
    >
      <Loaded query={query} what="The pattern could not be loaded">
        {(loaded) => (
          <div className="flex flex-col gap-4">
            <div className="flex flex-wrap items-start justify-between gap-3">
              <EnabledSwitch
                base="/patterns"
                thing={loaded}
                enabled={loaded.enabled}
                denied={denied}
                label="Enabled"
                hint="Off, it looks at nothing. What it found stays."
              />
              <div className="flex flex-wrap gap-2">
                {loaded.state === 'enforcing' ? null : (
                  <Button
                    variant="primary"
                    icon={Rocket}
                    disabledReason={denied}
                    onClick={() => setPublishing(true)}
                  >
                    Publish
                  </Button>
                )}
                <NewLink href={`/patterns/${loaded.id}`} icon={PenLine} denied={denied} variant="secondary">
                  Edit pattern
                </NewLink>
              </div>
            </div>
            {publishing ? <PublishDialog pattern={loaded} onClose={() => setPublishing(false)} /> : null}
            <Tabs
              label="About this pattern"
              tabs={[
                {
                  value: 'definition',
                  label: 'Definition',
                  content: <PatternDefinition pattern={loaded} />,
                },
                {
                  value: 'backtests',
                  label: 'Backtests',
                  content: <BacktestPanel patternId={loaded.id} denied={backtestsDenied} />,
                },
                {
                  value: 'versions',
                  label: 'Versions',
                  count: loaded.version,
                  content: <PatternVersions pattern={loaded} denied={denied} />,
                },
              ]}
            />
          </div>
        )}
      </Loaded>
    </Drawer>
  );
}
