import { context, isSpanContextValid, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('kinora');

export interface Tracing {
  stop(): Promise<void>;
}

/**
 * Exports spans over OTLP/HTTP when an endpoint is configured; otherwise the API's no-op tracer costs nothing and the
 * SDK is never loaded.
 */
export async function startTracing(options: { endpoint: string | undefined; serviceName: string }): Promise<Tracing> {
  if (!options.endpoint) return { stop: async () => {} };
  const { startExport } = await import('./trace-export.ts');
  return startExport({ endpoint: options.endpoint, serviceName: options.serviceName });
}

/** W3C `traceparent` of the running span, or an empty string. */
export function currentTraceparent(): string {
  const span = trace.getSpanContext(context.active());
  if (!span || !isSpanContextValid(span)) return '';
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, '0')}`;
}

/** Runs `work` in a span that continues the caller's trace. */
export function withRemoteSpan<T>(name: string, traceparent: string, work: () => Promise<T>): Promise<T> {
  const parent = traceparent ? propagation.extract(context.active(), { traceparent }) : context.active();
  return tracer.startActiveSpan(name, { kind: SpanKind.SERVER }, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      if (error instanceof Error) span.recordException(error);
      throw error;
    } finally {
      span.end();
    }
  });
}
