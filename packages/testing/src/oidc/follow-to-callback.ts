/** Goes where a provider sends a browser with cookies of its own, up to the address that begins with `callback`. */
export async function followToCallback(start: string, callback: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let hop = 0; hop < 10; hop++) {
    if (url.startsWith(callback)) return url;
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s);
      cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    if (!location) throw new Error(`${url} answers ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    url = new URL(location, url).href;
  }
  throw new Error(`It never comes back to ${callback}.`);
}
