import { defineErrors } from '@kinora/kernel';

export const historyErrors = defineErrors('history', {
  too_late: { kind: 'gone', message: 'This history was cleared too long ago to bring it back, or was not cleared.' },
});
