/** A call as it arrived: nothing of it is believed or parsed yet. Headers are asked for in lower case. */
export type SignedCall = { headers: { get(name: string): string | null }; body: Buffer };

/** What a call claims about itself: signatures of this content, made at this time. */
export type Claim = {
  signatures: readonly string[];
  /** The pieces, one after the other, that are signed. */
  content: readonly (string | Buffer)[];
  /** In milliseconds of Unix time; null where the scheme signs no time. */
  atMs: number | null;
};

/** One event as a delivery brings it; with an id, it is taken once. */
export type ArrivedEvent = { id: string | null; name: string; data: unknown };

/** What a signer is given: what goes out, and the id and the moment of it. */
export type ToSign = { body: Buffer; id: string; atMs: number };

type SignatureRules<S> = {
  /** Null when the call carries no signature in the form of the scheme. */
  claim: (call: SignedCall, settings: S) => Claim | null;
  /** Compares in constant time. */
  isSignedWith: (claim: Claim, secret: string, settings: S) => boolean;
  /** The headers of a call that the sender would sign so; null when the secret can only check. */
  sign: (given: ToSign, secret: string, settings: S) => Record<string, string> | null;
  makeSecret: () => string;
  /** What is wrong with a secret as it was given; null when nothing is. */
  secretFault: (secret: string) => string | null;
};

/** One way of signing and of saying what happened: a file and a line of the registry each. */
export type Scheme<S> = {
  /** Null: nothing is verified. */
  signature: SignatureRules<S> | null;
  /**
   * The events of a delivery whose signature was found good.
   * @throws AppError `invalid` when the body has not the shape that the scheme sends.
   */
  eventsOf: (body: unknown, call: SignedCall, settings: S) => ArrivedEvent[];
  /** What the sender insists on being answered; left out: 202 with receipts. */
  status?: number;
  /** The answer to a body that only asks whether somebody is there; null for any other. */
  greeting?: (body: unknown) => Record<string, unknown> | null;
  /** A body as the sender would send it, with the headers that name it. */
  sample: (id: string) => { body: unknown; headers: Record<string, string> };
};
