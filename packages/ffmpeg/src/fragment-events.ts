import { type FragmentEvent, FragmentParser } from '@kinora/media';

/** Events of a pipe; what cannot be read is thrown as Mp4Error. A pipe that ends early is judged by its frames. */
export async function* fragmentEvents(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<FragmentEvent> {
  const parser = new FragmentParser();
  for await (const piece of bytes) {
    for (const event of parser.push(piece)) {
      if (event.type === 'error') throw event.error;
      yield event;
    }
  }
}
