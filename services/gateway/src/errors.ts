import { defineErrors } from '@kinora/kernel';

export const gatewayErrors = defineErrors('gateway', {
  no_such_channel: { kind: 'not_found', message: 'There is no such channel.' },
  no_such_page: { kind: 'not_found', message: 'There is no video at this address that others may embed.' },
});
