import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

// It warns that its keys and its store are for trying out, which they are.
console.warn = () => {};

/** Who is logged in at the provider; what `startOidcProvider` sends replaces it. */
let person = { sub: 'nobody' };
const people = new Map();

const { clientId, clientSecret } = JSON.parse(process.argv[2] ?? '{}');
const server = createServer((request, response) => void handle(request, response));
let provider;
let callback;

process.on('message', (message) => {
  if (message.redirectUri) {
    provider = makeProvider(message.redirectUri);
    callback = provider.callback();
  }
  if (message.person) {
    person = message.person;
    people.set(person.sub, person);
  }
  process.send({ done: message.id });
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));

async function handle(request, response) {
  if (!request.url.startsWith('/interaction/')) return callback(request, response);
  await provider.interactionFinished(request, response, { login: { accountId: person.sub } });
}

function makeProvider(redirectUri) {
  return new Provider(`http://127.0.0.1:${server.address().port}`, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => people.get(sub) }),
    // Whoever runs both asks nobody for consent.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    cookies: { keys: ['for tests'] },
  });
}
