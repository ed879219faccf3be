export const REACTIONS = ['like', 'dislike'] as const;
export type Reaction = (typeof REACTIONS)[number];
/** As it is stored: 1 likes, -1 dislikes, 0 is not stored at all. */
export type ReactionValue = -1 | 0 | 1;

const VALUES = { like: 1, dislike: -1 } as const satisfies Record<Reaction, ReactionValue>;

export const toValue = (reaction: Reaction | null): ReactionValue => (reaction === null ? 0 : VALUES[reaction]);

export function reactionOf(value: number | undefined): Reaction | null {
  if (!value) return null;
  return value > 0 ? 'like' : 'dislike';
}

/** By how much the counts change when somebody goes from one to the other. */
export function difference(before: ReactionValue, after: ReactionValue): { likes: number; dislikes: number } {
  return {
    likes: Number(after === 1) - Number(before === 1),
    dislikes: Number(after === -1) - Number(before === -1),
  };
}
