import { config } from 'zod';

// The policy of the pages lets nobody make code of text, and browsers note the library's mere try. On the server, where
// it may, checks stay as fast as they are.
if (typeof window !== 'undefined') config({ jitless: true });
