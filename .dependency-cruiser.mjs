/** Who may import whom: docs/architecture.md in rules. By pattern, never by a list of files. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The config of one kind of destination: part of the schema beside it. */
const KIND_CONFIG = '^lib/dispatch/destinations/[^/]+-config\\.ts$';

export default {
  forbidden: [
    rule('no-cycles', 'Modules that need each other are one module.', {}, { circular: true }),
    rule(
      'lib-below-everything',
      'lib is the house: it knows no door.',
      { path: '^lib/' },
      { path: '^(app|components|jobs|tests|bin)/' },
    ),
    rule(
      'platform-knows-no-domain',
      'lib/platform is the ground; lib/format only writes values as text.',
      { path: '^lib/platform/' },
      { path: '^lib/(?!platform/|format/)' },
    ),
    rule(
      'queue-below-domains',
      'lib/queue carries references between domains and knows none of them.',
      { path: '^lib/queue/' },
      { path: '^lib/(?!platform/|queue/)' },
    ),
    rule(
      'domains-below-http',
      'Only doors import lib/http.',
      { path: '^lib/(?!http/)' },
      { path: '^lib/http/' },
    ),
    rule(
      'domains-stand-apart',
      'Domains share auth, audit, mail and the queue and see the schemas of others; lib/pipeline and jobs put them together.',
      { path: '^lib/(?!platform/|http/|pipeline/|demo/)([^/]+)/' },
      {
        path: '^lib/(?!platform/|queue/|auth/|audit/|mail/|format/)',
        pathNot: ['^lib/$1/', '/schema\\.ts$'],
      },
    ),
    rule(
      'components-see-schemas',
      'What people see imports schemas and formats alone.',
      { path: '^components/' },
      {
        path: '^(app|lib|jobs|bin|tests)/',
        pathNot: ['^lib/.+/schema\\.ts$', KIND_CONFIG, '^lib/format/', '^lib/platform/(filter|path)\\.ts$'],
      },
    ),
    rule(
      'schemas-are-light',
      'A schema loads in the browser: zod and other schemas.',
      { path: ['/schema\\.ts$', KIND_CONFIG] },
      {
        pathNot: [
          '/schema\\.ts$',
          KIND_CONFIG,
          '^node_modules/zod/',
          '^lib/platform/filter(-fit)?\\.ts$',
          '^lib/dispatch/templates/',
          '^lib/format/',
        ],
      },
    ),
    rule(
      'app-has-no-sql',
      'Pages and routes call verbs.',
      { path: '^app/' },
      { path: ['/repo\\.ts$', '-repo\\.ts$', '^lib/platform/db\\.ts$', '^lib/queue/boss\\.ts$'] },
    ),
    rule(
      'repo-is-private',
      'Only its own domain opens a repository; the pipeline writes several in one commit.',
      { path: '^lib/([^/]+)/', pathNot: '^lib/pipeline/' },
      { path: '^lib/.*repo\\.ts$', pathNot: '^lib/$1/' },
    ),
    rule(
      'framework-at-the-doors',
      'next, next-auth and react stay in app, components, lib/http and the porch.',
      { path: '^(lib|jobs|bin)/', pathNot: '^lib/http/' },
      { path: '^node_modules/(next|next-auth|react|react-dom)/' },
    ),
    rule(
      'pg-boss-in-the-queue',
      'The queue library can be exchanged.',
      { pathNot: '^(lib/queue|jobs)/' },
      { path: '^node_modules/pg-boss/' },
    ),
    rule(
      'database-driver-in-its-room',
      'Prisma and pg only in repositories and lib/platform.',
      { path: '^(app|components|lib|jobs)/', pathNot: '^lib/platform/' },
      { path: '^node_modules/(pg|@prisma/[^/]+|prisma)/' },
    ),
    rule(
      'generated-client-behind-db',
      'The generated client is opened through lib/platform/db.ts.',
      { pathNot: '^lib/platform/(db\\.ts$|prisma/)' },
      { path: '^lib/platform/prisma/' },
    ),
    rule('nothing-unresolved', 'Every import leads somewhere.', {}, { couldNotResolve: true }),
    rule(
      'no-tests-in-the-product',
      'Nothing ships that needs a test.',
      { path: '^(app|components|lib|jobs|server)' },
      { path: '^tests/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: '^(\\.next|\\.data|node_modules/\\.cache|lib/platform/prisma/internal|tests/load/empty-next/\\.next)',
    },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};
