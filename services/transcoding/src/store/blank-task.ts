/** Of a task that nobody has taken yet. */
export const BLANK_TASK = { worker_id: null, lease_until: null, result: null, last_error: null } as const;
