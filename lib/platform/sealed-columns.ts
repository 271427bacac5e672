/**
 * Every column that holds sealed secrets, of tables whose key is `id`: what is not named here can be neither sealed nor
 * opened, and the re-wrap walks this list. With what stands between column and id in the place bound to a ciphertext.
 */
export const SEALED_COLUMNS = {
  'authenticators.sealed': '.',
  'client_secrets.sealed': ':',
  'destinations.secrets_sealed': '.',
  'files.sealed': '.',
  'finding_places.sealed': '.',
  'mail_settings.sealed': '.',
  'signing_keys.sealed_private': ':',
  'slack_messages.sealed': '.',
  'slack_workspaces.sealed': '.',
  'source_secrets.sealed': '.',
} as const;
export type SealedColumn = keyof typeof SEALED_COLUMNS;

declare const sealed: unique symbol;
/** Where a secret lies: table, column and row. */
export type SealedPlace = string & { readonly [sealed]: true };

export const sealedPlace = (column: SealedColumn, id: string): SealedPlace =>
  `${column}${SEALED_COLUMNS[column]}${id}` as SealedPlace;
