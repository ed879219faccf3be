/** As accounts' passwords: OWASP's argon2id parameters, 19 MiB, two passes, one lane. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Few videos have a password: what hashes is loaded for the first of them. It works on Node's four threads, no more. */
const argon2 = () => import('@node-rs/argon2');

export async function hashVideoPassword(password: string): Promise<string> {
  return (await argon2()).hash(password, PARAMETERS);
}

export async function isVideoPassword(hash: string, password: string): Promise<boolean> {
  return (await argon2()).verify(hash, password);
}
