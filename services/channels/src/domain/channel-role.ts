/** What people may be given in a channel of another. */
export const MEMBER_ROLES = ['editor', 'moderator', 'analyst'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];
export type ChannelRole = MemberRole | 'owner';

export type ChannelRight = 'own' | 'edit' | 'see';

const RIGHTS = {
  owner: ['own', 'edit', 'see'],
  editor: ['edit', 'see'],
  moderator: ['see'],
  analyst: ['see'],
} as const satisfies Record<ChannelRole, readonly ChannelRight[]>;

export function hasRight(role: ChannelRole, right: ChannelRight): boolean {
  return (RIGHTS[role] as readonly ChannelRight[]).includes(right);
}
