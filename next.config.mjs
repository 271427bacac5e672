/** @type {import('next').NextConfig} */
export default {
  reactStrictMode: true,
  // Types are checked by `npm run check`, once and for the tests too; a build for use does not repeat it.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  // In development behind our own server the channel never ends, and with it no navigation by a link.
  experimental: { reactDebugChannel: false },
  images: { unoptimized: true },
  // Left to Node's own loader: they hold native code, find files by their own path, or must exist once per process.
  serverExternalPackages: [
    'pg',
    'pg-boss',
    '@prisma/client',
    '@prisma/adapter-pg',
    '@node-rs/argon2',
    'pino',
    're2js',
  ],
};
