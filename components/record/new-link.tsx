'use client';

import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, ButtonLink } from '#components/ui/button.tsx';

export type NewLinkProps = {
  href: string;
  icon?: LucideIcon | undefined;
  denied: string | null;
  variant?: 'primary' | 'secondary' | undefined;
  children: ReactNode;
};

/** A way to a form, for whoever may send it; for the others it stays in its place and says why it leads nowhere. */
export function NewLink({ href, icon, denied, variant = 'primary', children }: NewLinkProps) {
  return denied ? (
    <Button variant={variant} icon={icon} disabledReason={denied}>
      {children}
    </Button>
  ) : (
    <ButtonLink href={href} variant={variant} icon={icon}>
      {children}
    </ButtonLink>
  );
}
