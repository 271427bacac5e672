import { openSecret, sealSecret } from '#lib/platform/envelope.ts';
import { sealedPlace } from '#lib/platform/sealed-columns.ts';
import type { MessageContent } from './message-content.ts';

export const sealContent = (id: string, content: MessageContent): string =>
  sealSecret(JSON.stringify(content), sealedPlace('slack_messages.sealed', id));

export const openContent = ({ id, sealed }: { id: string; sealed: string }): MessageContent =>
  JSON.parse(openSecret(sealed, sealedPlace('slack_messages.sealed', id))) as MessageContent;
