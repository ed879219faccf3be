import type { DescService } from '@bufbuild/protobuf';
import { type Client, createRouterTransport, type Transport } from '@connectrpc/connect';
import { OperationsService } from '@kinora/contracts/kinora/operations/v1/operations_pb.ts';
import type { ServiceTokens } from '../auth/service-tokens.ts';
import type { Environment } from '../config/read-config.ts';
import type { Log } from '../log/log.ts';
import { registerOperations } from '../operations/register-operations.ts';
import type { ServiceOperations } from '../operations/service-operations.ts';
import { callInterceptor, createPeerClient, createRemoteTransport, RPC_DEADLINE_MS } from '../rpc/rpc-client.ts';
import { registerRpc } from '../rpc/rpc-server.ts';
import type { Service } from '../service/define-service.ts';
import { peerVariables } from './app-config.ts';

/** It serves the pages. */
const EDGE = 'gateway';

export class PeerMissing extends Error {
  override readonly name = 'PeerMissing';
}

/** Finds a service's peers: in this process over the in-memory transport, else at the address that is configured. */
export class Peers {
  readonly #local: Map<string, Service>;
  readonly #environment: Environment;
  readonly #tokens: ServiceTokens;
  readonly #log: Log;
  readonly #contexts: Map<string, unknown>;
  readonly #operations: ReadonlyMap<string, ServiceOperations>;
  #ownUrl: string | undefined;

  constructor(options: {
    local: readonly Service[];
    contexts: Map<string, unknown>;
    operations: ReadonlyMap<string, ServiceOperations>;
    environment: Environment;
    tokens: ServiceTokens;
    log: Log;
  }) {
    this.#local = new Map(options.local.map((service) => [service.name, service]));
    this.#contexts = options.contexts;
    this.#operations = options.operations;
    this.#environment = options.environment;
    this.#tokens = options.tokens;
    this.#log = options.log;
  }

  isLocal(service: string): boolean {
    return this.#local.has(service);
  }

  /** All missing peers of all local services, in one sentence each. */
  missing(): string[] {
    const sentences: string[] = [];
    for (const service of this.#local.values()) {
      for (const peer of Object.keys(service.calls)) {
        const { rpc } = peerVariables(peer);
        if (!this.isLocal(peer) && !this.#environment[rpc]) {
          sentences.push(`${service.name} needs ${peer}: run it in this process too, or set ${rpc} to its address.`);
        }
      }
    }
    return sentences;
  }

  clients(caller: string, calls: Record<string, DescService>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(calls).map(([peer, definition]) => [
        peer,
        createPeerClient(definition, this.#transport(caller, peer)),
      ]),
    );
  }

  /** How a peer fares. Throws PeerMissing where its address is not known. */
  operations(caller: string, peer: string): Client<typeof OperationsService> {
    return createPeerClient(OperationsService, this.#transport(caller, peer));
  }

  #transport(caller: string, callee: string): Transport {
    const interceptor = callInterceptor({ caller, callee, tokens: this.#tokens });
    const service = this.#local.get(callee);
    if (!service) {
      const { rpc } = peerVariables(callee);
      const url = this.#environment[rpc];
      if (!url)
        throw new PeerMissing(`${caller} needs ${callee}: run it in this process too, or set ${rpc} to its address.`);
      return createRemoteTransport(url, interceptor);
    }
    return createRouterTransport(
      (router) => {
        const [tokens, log] = [this.#tokens, this.#log];
        registerRpc(router, { service, context: () => this.context(callee), tokens, log });
        registerOperations(router, { operations: this.#operations, tokens, log });
      },
      { transport: { interceptors: [interceptor], defaultTimeoutMs: RPC_DEADLINE_MS } },
    );
  }

  context(service: string): unknown {
    const context = this.#contexts.get(service);
    if (context === undefined) throw new Error(`The service ${service} has not started yet.`);
    return context;
  }

  setOwnUrl(url: string): void {
    this.#ownUrl = url;
  }

  /** Those of the edge where it runs elsewhere and is known, else our own; undefined before we listen. */
  pagesUrl(): string | undefined {
    const elsewhere = this.isLocal(EDGE) ? undefined : this.#environment[peerVariables(EDGE).http];
    return (elsewhere || this.#ownUrl)?.replace(/\/$/, '');
  }

  httpUrl(service: string): string {
    const { http } = peerVariables(service);
    const url = this.isLocal(service) ? this.#ownUrl : this.#environment[http];
    if (!url) throw new PeerMissing(`The HTTP address of ${service} is not known: set ${http}.`);
    return url.replace(/\/$/, '');
  }
}
