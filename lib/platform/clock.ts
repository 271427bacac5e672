/** The only source of the current time; tests replace `now` to freeze it. */
export const clock = {
  now: (): Date => new Date(),
};
