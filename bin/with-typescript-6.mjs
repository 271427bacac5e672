import { registerHooks } from 'node:module';

// TypeScript 7 has no compiler interface for other tools: those that read it get TypeScript 6 instead. Without it
// the import checker sees no TypeScript at all and finds nothing to complain of.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.replace(/^typescript(?=$|\/)/, 'typescript6'), context),
});
