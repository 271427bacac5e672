'use client';

import './without-eval.ts';
import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { isApiProblem } from '#components/ui/api.ts';
import { ToastHost } from '#components/ui/toast.tsx';
import { TooltipHost } from '#components/ui/tooltip.tsx';

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5000,
        // What was refused stays refused; only a silent or failing server is worth a second call.
        retry: (failures, error) =>
          failures < 2 && (!isApiProblem(error) || error.status === 0 || error.status >= 500),
      },
      mutations: { retry: false },
    },
  });
}

type ProvidersProps = {
  /** Without it the components' own styles and scripts would be refused by the page's policy. */
  nonce: string | undefined;
  children: ReactNode;
};

/** Everything a page may rely on: queries, address state, tooltips, toasts. */
export function Providers({ nonce, children }: ProvidersProps) {
  const [client] = useState(makeClient);
  return (
    <CSPProvider nonce={nonce}>
      <NuqsAdapter>
        <QueryClientProvider client={client}>
          {children}
          <TooltipHost />
          <ToastHost />
        </QueryClientProvider>
      </NuqsAdapter>
    </CSPProvider>
  );
}
