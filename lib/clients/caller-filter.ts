import { rangeFilter } from '#lib/platform/network.ts';

const fromAnywhere = (): boolean => true;

/** From where a client with these address ranges may call: without any, from anywhere. */
export const callerFilter = (addressRanges: readonly string[]): ((address: string | undefined) => boolean) =>
  addressRanges.length === 0 ? fromAnywhere : rangeFilter(addressRanges);
