import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServedFile {
  bytes: Buffer;
  type?: string;
  etag?: string;
  /** Whether it answers parts of itself. */
  ranges?: boolean;
  /** Says how large it is. */
  sized?: boolean;
  /** The connection is cut after so many bytes of the first answer that is longer. */
  cutsAfter?: number;
  /** The connection of the first answer that is longer than a look is cut right behind its headers. */
  hasty?: boolean;
  /** Called when it is cut. */
  onCut?: (file: ServedFile) => void;
  location?: string;
}

export interface FileServer extends AsyncDisposable {
  url: string;
  /** `GET /film.mp4 bytes=0-0` */
  asked: string[];
}

/** Somebody else's web server, with the habits that there are. */
export async function serveFiles(files: Record<string, ServedFile>): Promise<FileServer> {
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.range ?? ''}`.trim());
    const file = files[request.url ?? ''];
    if (file) answer(file, request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(file: ServedFile, request: IncomingMessage, response: ServerResponse): void {
  if (file.location) {
    response.writeHead(302, { location: file.location }).end();
    return;
  }
  const { bytes, ranges = true, sized = true, type = 'video/mp4', etag = '"one"' } = file;
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const condition = request.headers['if-range'];
  const part = ranges && from !== undefined && (condition === undefined || condition === etag);
  const start = part ? Number(from) : 0;
  const body = bytes.subarray(start, part && to ? Number(to) + 1 : bytes.length);
  response.writeHead(part ? 206 : 200, {
    'content-type': type,
    etag,
    ...(sized ? { 'content-length': body.length } : {}),
    ...(part ? { 'content-range': `bytes ${start}-${start + body.length - 1}/${bytes.length}` } : {}),
  });
  if (file.hasty && body.length > 1) {
    delete file.hasty;
    response.flushHeaders();
    setImmediate(() => response.destroy());
    return;
  }
  const { cutsAfter } = file;
  if (cutsAfter === undefined || body.length <= cutsAfter) {
    response.end(body);
    return;
  }
  // Who only looks at the headers goes away before it is cut.
  response.write(body.subarray(0, cutsAfter), (error) => {
    if (error) return;
    setTimeout(() => {
      if (!response.destroyed) {
        delete file.cutsAfter;
        file.onCut?.(file);
        response.destroy();
      }
    }, 300);
  });
}
