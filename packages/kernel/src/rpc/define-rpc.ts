import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from '@bufbuild/protobuf';

export interface RpcCall {
  /** Service that calls, proved by its token. */
  caller: string;
  signal: AbortSignal;
}

/** One method of a service's contract: who may call it and what it answers. */
export interface RpcMethod<Context> {
  name: string;
  /** Services that may call it; `*` is any service with a valid token. */
  callers: readonly string[];
  handle(context: Context, request: never, call: RpcCall): Promise<unknown>;
}

export function defineRpc<Input extends DescMessage, Output extends DescMessage, Context>(spec: {
  method: DescMethodUnary<Input, Output>;
  callers: readonly string[];
  handle(context: Context, request: MessageShape<Input>, call: RpcCall): Promise<MessageInitShape<Output>>;
}): RpcMethod<Context> {
  return { name: spec.method.localName, callers: spec.callers, handle: spec.handle as RpcMethod<Context>['handle'] };
}
