/**
 * The style sheet that the library of the toasts writes into the page by itself, without a nonce, first empty and then
 * filled: named by what they hold.
 */
export const STYLES_BY_HASH = [
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "'sha256-StEaX+se6YS7pqjzrzMIA0KaX9zF/8zAhvQXZAe5epY='",
].join(' ');
