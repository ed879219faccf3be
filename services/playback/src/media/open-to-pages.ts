/** Embeds, cast devices and native players need nothing else: no cookie ever opens media. */
export function openToPages(reply: { header(name: string, value: string): unknown }, exposed: string): void {
  reply.header('access-control-allow-origin', '*');
  reply.header('access-control-expose-headers', exposed);
  reply.header('cross-origin-resource-policy', 'cross-origin');
  reply.header('x-content-type-options', 'nosniff');
}
