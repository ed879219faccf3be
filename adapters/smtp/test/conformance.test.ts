import { mailConformance } from '@kinora/ports/conformance';
import { startSmtpServer, TEST_CERTIFICATE } from '@kinora/testing';
import { createSmtpTransport } from '../src/index.ts';

for (const security of ['none', 'starttls', 'tls'] as const) {
  mailConformance({
    name: `SMTP, ${security}`,
    start: async () => {
      const credentials = { user: 'kinora', password: 'sesame, open' };
      const server = await startSmtpServer({ security, credentials });
      return {
        transport: createSmtpTransport({ ca: TEST_CERTIFICATE }),
        server: { host: server.host, port: server.port, security, credentials },
        taken: () => server.mails,
        faults: { kill: () => server.stop(), restart: () => server.restart() },
        stop: () => server.stop(),
      };
    },
  });
}
