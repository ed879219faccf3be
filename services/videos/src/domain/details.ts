/** Stable: they are stored, and part of the API. Their names are words of each language. */
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

/** What others may do with a film; those of Creative Commons are of version 4.0. */
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
