import { slackClient } from '../web-client.ts';
import type { Adapter } from './adapter.ts';

/** By the token of an owner or administrator: messages and files are deleted. A message that is deleted leaves its files. */
export function adminAdapter(token: string): Adapter {
  const client = slackClient(token);
  return {
    name: 'admin',
    hides: 'removed',
    leavesGap: true,
    hideMessage: async (at) => {
      await client.chat.delete(at);
    },
    hideFile: async (file) => {
      await client.files.delete({ file });
    },
    show: null,
  };
}
