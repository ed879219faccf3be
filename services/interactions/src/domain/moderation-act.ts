/** What the moderation log of a channel tells of. */
export const MODERATION_ACTS = [
  'comment.approved',
  'comment.removed',
  'person.blocked',
  'person.unblocked',
  'settings.changed',
] as const;
export type ModerationAct = (typeof MODERATION_ACTS)[number];
