/** Of the state of mail; the outbox is under it, as one changes with the other. */
export const MAIL_KEY = ['mail'] as const;
