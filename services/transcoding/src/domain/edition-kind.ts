/** Why an edition is made; all but the first are held back until they are whole. */
export type EditionKind = 'first' | 'replacement' | 'reprocessing' | 'trim' | 'restoration';

/** Of two films the one with the smaller number is worked on, whatever the other waits for. */
export const URGENCY = {
  /** An administrator said so. */
  first: -1,
  upload: 0,
  replacement: 1,
  reprocessing: 2,
} as const;

export function urgencyOf(kind: EditionKind): number {
  switch (kind) {
    case 'first':
      return URGENCY.upload;
    case 'replacement':
    case 'trim':
    case 'restoration':
      return URGENCY.replacement;
    case 'reprocessing':
      return URGENCY.reprocessing;
    default:
      return kind satisfies never;
  }
}
