import { slackClient } from '../web-client.ts';
import type { Adapter } from './adapter.ts';

const IN_ITS_PLACE = 'This message was blocked because it holds confidential data.';
const FILE_TITLE = 'Blocked file';

/** Of an Enterprise organisation: a message is covered by a tombstone, and can be uncovered again. */
export function discoveryAdapter(token: string, team: string): Adapter {
  const client = slackClient(token);
  const call = async (method: string, given: Record<string, string>): Promise<void> => {
    await client.apiCall(method, given);
  };
  return {
    name: 'discovery',
    hides: 'tombstoned',
    leavesGap: false,
    hideMessage: (at) => call('discovery.chat.tombstone', { ...at, team, content: IN_ITS_PLACE }),
    hideFile: (file) =>
      call('discovery.file.tombstone', { file, team, title: FILE_TITLE, content: IN_ITS_PLACE }),
    show: {
      message: (at) => call('discovery.chat.restore', { ...at, team }),
      file: (file) => call('discovery.file.restore', { file, team }),
    },
  };
}
