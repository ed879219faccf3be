/** Of everything that is listed of accounts. */
export const PEOPLE_KEY = ['people'] as const;
