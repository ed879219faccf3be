/** The current owner is another process. */
export class OwnedElsewhere extends Error {
  readonly url: string;
  constructor(url: string) {
    super(`The upload is owned by ${url}.`);
    this.url = url;
  }
}

/** Another process has taken over: nothing more may be acknowledged by this one. */
export class OwnershipLost extends Error {}
