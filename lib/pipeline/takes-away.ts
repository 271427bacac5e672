import type { Match } from '#lib/dlp/match.ts';

/** Patterns that redact or block take a message out of Slack: nobody can edit what another person wrote there. */
export const takesAway = ({ effect }: Match): boolean => effect === 'block' || effect === 'redact';
