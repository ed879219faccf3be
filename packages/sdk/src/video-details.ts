/** Stable names; what they are called is the reader's language's business. */
export const CATEGORIES = [
  'animals',
  'arts',
  'comedy',
  'education',
  'entertainment',
  'film',
  'food',
  'gaming',
  'how-to',
  'music',
  'news',
  'people',
  'science',
  'society',
  'sports',
  'travel',
  'vehicles',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** Those of Creative Commons are of version 4.0. */
export const LICENCES = [
  'all-rights-reserved',
  'cc-by',
  'cc-by-sa',
  'cc-by-nd',
  'cc-by-nc',
  'cc-by-nc-sa',
  'cc-by-nc-nd',
  'cc0',
] as const;
export type Licence = (typeof LICENCES)[number];

/** What is said about a video besides its name. */
export interface VideoDetails {
  category: Category | null;
  /** BCP 47: in which most of it is spoken. */
  language: string | null;
  licence: Licence;
  commentsAllowed: boolean;
  /** Whether others than the owner may download it. */
  downloadsAllowed: boolean;
  /** Not for people under 18. */
  mature: boolean;
}
