/** To be typed on another machine. The token is no argument, as everybody on a machine can read those. */
export function workerCommand(origin: string, token: string): string {
  return `KINORA_WORKER_TOKEN=${token} kinora worker --url ${origin}`;
}
