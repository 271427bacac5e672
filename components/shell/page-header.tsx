'use client';

import { type ReactNode, useLayoutEffect } from 'react';
import { createPortal } from 'react-dom';
import { type Crumb, usePageSlots } from './page-slots.ts';

export type PageHeaderProps = {
  /** The page's name. On a page of the navigation it may be left out: the navigation's word is used. */
  title?: string | undefined;
  /** Between the navigation's page and the title. */
  crumbs?: readonly Crumb[] | undefined;
  /** One sentence, when the page needs one. */
  description?: ReactNode;
  /** The one primary action, shown in the top bar. */
  action?: ReactNode;
};

const NO_CRUMBS: readonly Crumb[] = [];

/** Names the page in the top bar and puts its primary action there. */
export function PageHeader({ title, crumbs = NO_CRUMBS, description, action }: PageHeaderProps) {
  const { setCrumbs, actionSlot } = usePageSlots();
  useLayoutEffect(() => {
    setCrumbs([...crumbs, ...(title ? [{ label: title }] : [])]);
    return () => setCrumbs(null);
  }, [title, crumbs, setCrumbs]);
  return (
    <>
      {action && actionSlot ? createPortal(action, actionSlot) : null}
      {description ? <p className="mb-4 max-w-prose text-ink-2">{description}</p> : null}
    </>
  );
}
