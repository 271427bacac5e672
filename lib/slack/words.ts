/** What the bot writes. Never what a message said, unless it is put back: who reads it there would have it again. */

const who = (userId: string | null): string => (userId === null ? 'an integration' : `<@${userId}>`);

export const blockedNotice = (userId: string | null): string =>
  `A message by ${who(userId)} was blocked because it holds confidential data.`;

export const blockedForAuthor = (channelId: string, reasons: readonly string[]): string =>
  `Your message in <#${channelId}> was blocked because it holds confidential data (${reasons.join(', ')}). ` +
  'If it was a password, key or token, replace it: others may have seen it. If this was a mistake, tell your administrators: they can put it back.';

export const askAuthor = (link: string | null, channelId: string, reasons: readonly string[]): string =>
  `Your message in <#${channelId}> seems to hold confidential data (${reasons.join(', ')}). ` +
  `Please delete it${link ? `: ${link}` : '.'} Your administrators were told.`;

export const askInThread = (userId: string | null): string =>
  `${userId === null ? 'This message' : `${who(userId)}: this message`} seems to hold confidential data. Please delete it.`;

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `>${line}`)
    .join('\n');

export const repost = ({
  userId,
  sentAtSeconds,
  text,
}: {
  userId: string | null;
  sentAtSeconds: number;
  text: string;
}): string =>
  `A message by ${who(userId)} of <!date^${sentAtSeconds}^{date_short_pretty} {time}|${new Date(sentAtSeconds * 1_000).toISOString()}> ` +
  `was blocked by mistake and is put back here. Its place, its reactions and its files are lost.\n${quoted(text)}`;
