import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { create, type DescMethodUnary, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { registerAccount, type TestPlatform } from '@kinora/testing';
import { scenario } from '../scenario.ts';
import { serviceToken } from './tokens.ts';

/** A gRPC implementation that is not ours, against a service in a process of its own. */
scenario(
  'a foreign gRPC client is understood, and asked who it is',
  async (platform) => {
    const person = await registerAccount(platform);
    const getAccounts = IdentityService.method.getAccounts;
    const good = await serviceToken(platform, { from: 'channels', to: 'identity' });
    const ask = (token: string | undefined) =>
      call(platform, 'identity', getAccounts, { ids: [person.account.id] }, token);
    const answer = await ask(good);
    assert.deepEqual(
      answer.accounts.map(({ id, displayName }) => [id, displayName]),
      [[person.account.id, person.account.displayName]],
    );
    const refused: [string, string | undefined, number][] = [
      ['nobody', undefined, status.UNAUTHENTICATED],
      ['garbage', 'x', status.UNAUTHENTICATED],
      ['an account', person.tokens.accessToken, status.UNAUTHENTICATED],
      [
        'a token for another service',
        await serviceToken(platform, { from: 'channels', to: 'videos' }),
        status.UNAUTHENTICATED,
      ],
      [
        'an expired token',
        await serviceToken(platform, { from: 'channels', to: 'identity', exp: '-1m' }),
        status.UNAUTHENTICATED,
      ],
      [
        'a service that may not',
        await serviceToken(platform, { from: 'transcoding', to: 'identity' }),
        status.PERMISSION_DENIED,
      ],
    ];
    for (const [who, token, code] of refused) {
      await assert.rejects(ask(token), (error) => (error as ServiceError).code === code, `${who} is refused`);
    }
    const { getChannels } = ChannelsService.method;
    const channels = await call(
      platform,
      'channels',
      getChannels,
      { ids: [] },
      await serviceToken(platform, { from: 'videos', to: 'channels' }),
    );
    assert.deepEqual(channels.channels, []);
  },
  { shapes: ['split'] },
);

async function call<Method extends DescMethodUnary>(
  platform: TestPlatform,
  role: string,
  method: Method,
  request: MessageInitShape<Method['input']>,
  token: string | undefined,
) {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set('kinora-service-token', token);
  const client = new Client(`127.0.0.1:${await rpcPort(platform, role)}`, credentials.createInsecure());
  try {
    return await new Promise<ReturnType<typeof fromBinary<Method['output']>>>((resolve, reject) => {
      client.makeUnaryRequest(
        `/${method.parent.typeName}/${method.name}`,
        (message: Uint8Array) => Buffer.from(message),
        (bytes: Buffer) => fromBinary<Method['output']>(method.output, bytes),
        toBinary(method.input, create(method.input, request)),
        metadata,
        { deadline: Date.now() + 5000 },
        (error, answer) => (error || !answer ? reject(error) : resolve(answer)),
      );
    });
  } finally {
    client.close();
  }
}

/** The port is the parent's choice and only the process knows it. */
async function rpcPort(platform: TestPlatform, role: string): Promise<number> {
  const { pid } = await platform.role(role);
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
  const port = environment.split('\0').find((entry) => entry.startsWith('RPC_PORT='));
  assert.ok(port, `${role} listens for RPC`);
  return Number(port.slice('RPC_PORT='.length));
}
