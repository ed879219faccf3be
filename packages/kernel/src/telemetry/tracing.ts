import {
  type Attributes,
  context,
  isSpanContextValid,
  propagation,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { HTTP_STATUS, toAppError } from '../errors/problem.ts';
import type { Log } from '../log/log.ts';

/** Of the services of this process, while they export; a trace looks alike in both shapes. */
const tracers = new Map<string, Tracer>();

const KINDS = { request: SpanKind.SERVER, event: SpanKind.CONSUMER } as const;

export interface Tracing {
  stop(): Promise<void>;
}

/**
 * Exports spans over OTLP/HTTP when an endpoint is configured, each under the name of its service; otherwise the SDK is
 * never loaded and spans cost nothing.
 */
export async function startTracing(options: {
  endpoint: string | undefined;
  services: readonly string[];
  log: Log;
}): Promise<Tracing> {
  if (!options.endpoint) return { stop: async () => {} };
  const { startExport } = await import('./trace-export.ts');
  const exporting = startExport({ ...options, endpoint: options.endpoint });
  for (const [service, tracer] of exporting.tracers) tracers.set(service, tracer);
  return {
    async stop() {
      for (const [service, tracer] of exporting.tracers) if (tracers.get(service) === tracer) tracers.delete(service);
      await exporting.stop();
    },
  };
}

/** W3C `traceparent` of the running span, or an empty string. */
export function currentTraceparent(): string {
  const span = trace.getSpanContext(context.active());
  if (!span || !isSpanContextValid(span)) return '';
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

/** Runs `work` of a service in a span that continues the trace of whoever asked for it, or told of it. */
export async function withSpan<T>(
  span: {
    service: string;
    name: string;
    kind: keyof typeof KINDS;
    /** Empty: a trace begins here, or goes on within this process. */
    traceparent: string;
    attributes?: Attributes;
  },
  work: () => Promise<T>,
): Promise<T> {
  const tracer = tracers.get(span.service);
  if (!tracer) return work();
  const { name, traceparent, attributes = {} } = span;
  const parent = traceparent ? propagation.extract(context.active(), { traceparent }) : context.active();
  return tracer.startActiveSpan(name, { kind: KINDS[span.kind], attributes }, parent, async (running) => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error) running.recordException(error);
      // That something is not there, or not allowed, is an answer.
      if (HTTP_STATUS[toAppError(error).kind] >= 500) running.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      running.end();
    }
  });
}
