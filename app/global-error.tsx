'use client';

import './globals.css';
import { FaultPage } from '#components/auth/fault-page.tsx';
import { THEME_SCRIPT } from '#components/shell/theme.ts';

type GlobalErrorProps = { error: Error & { digest?: string }; retry: () => void };

/** Stands in for the root layout, so it brings its own document. */
export default function GlobalError({ error, retry }: GlobalErrorProps) {
  return (
    <html lang="en" suppressHydrationWarning>
      <head>
        <title>This page could not be shown · The Eye</title>
        <script>{THEME_SCRIPT}</script>
      </head>
      <body>
        <FaultPage digest={error.digest} onRetry={retry} />
      </body>
    </html>
  );
}
