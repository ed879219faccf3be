import { defineErrors } from '../errors/app-error.ts';

/** What goes wrong when a server of others is asked. Nothing of what it answered, or of where it is, is told. */
export const outboundErrors = defineErrors('outbound', {
  address_refused: {
    kind: 'unprocessable',
    message: 'This address is not one of the public Internet that can be asked: it begins with http:// or https://.',
  },
  too_many_redirects: { kind: 'unprocessable', message: 'The address leads from one to the next without an end.' },
  too_large: { kind: 'unprocessable', message: 'What is at this address is too large.' },
  too_slow: { kind: 'unprocessable', message: 'The server at this address did not answer in time.' },
  failed: { kind: 'unprocessable', message: 'The server at this address cannot be reached, or did not answer well.' },
});
