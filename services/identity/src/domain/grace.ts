/** For so long whoever wants to leave, or is made to, can still stay. */
export const GRACE_DAYS = 14;
