import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '#components/shell/providers.tsx';
import { THEME_SCRIPT } from '#components/shell/theme.ts';
import { NONCE_HEADER } from '#lib/http/security-headers.ts';

export const metadata: Metadata = {
  title: { default: 'The Eye', template: '%s · The Eye' },
  description: 'What your applications say, looked into for leaks, passed on, every step shown.',
  icons: { icon: { url: '/mark.svg', type: 'image/svg+xml' } },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Asked for here, no page is made at build time, where it would have no nonce.
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined;
  return (
    // The theme is set on <html> by the script below, before the first paint and before React.
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* Browsers hide a nonce from whoever reads the page, React too. */}
        <script nonce={nonce} suppressHydrationWarning>
          {THEME_SCRIPT}
        </script>
      </head>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  );
}
