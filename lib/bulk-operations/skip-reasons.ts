/** Why an item was passed over, in words; the codes stand in the store. */
const WORDS: Readonly<Record<string, string>> = {
  blocked: 'The scan blocks the event: it stays withheld',
  delivered: 'Delivered meanwhile',
  destination_deleted: 'The destination is deleted',
  destination_disabled: 'The destination is disabled',
  discarded: 'Discarded already',
  event_gone: 'The event is no longer kept',
  gone: 'No longer there',
  not_processed: 'The event is not processed yet',
  resend_under_way: 'A resend is under way already',
  under_way: 'Was being sent at that moment',
  withheld: 'Withheld: a replay decides anew',
};

export const skipWords = (code: string): string => WORDS[code] ?? code;
