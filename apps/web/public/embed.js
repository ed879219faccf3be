// Drives an embedded Kinora player from the page around it. How: docs/guide/embedding.md.
(() => {
  const home = new URL(document.currentScript.src).origin;

  class Player {
    #frame;
    #origin;
    #made = false;
    #hello;
    #count = 0;
    #calls = new Map();
    #listeners = new Map();
    #settle;

    // An iframe of /embed/…, or an element or selector that gets one for options.video.
    constructor(target, options = {}) {
      const element = typeof target === 'string' ? document.querySelector(target) : target;
      if (!element) throw new TypeError('Kinora.Player: there is no such element.');
      this.#made = element.tagName !== 'IFRAME';
      this.#frame = this.#made ? element.appendChild(makeFrame(options)) : element;
      this.#origin = new URL(this.#frame.src).origin;
      this.ready = new Promise((resolve, reject) => {
        this.#settle = { resolve, reject };
      });
      this.ready.catch(() => {});
      addEventListener('message', this.#hear);
      const greet = () => {
        clearInterval(this.#hello);
        this.#hello = setInterval(() => this.#post({ call: 'hello' }), 200);
      };
      this.#frame.addEventListener('load', greet);
      if (!this.#made) greet();
    }

    play = () => this.#call('play');
    pause = () => this.#call('pause');
    seek = (seconds) => this.#call('seek', seconds);
    currentTime = () => this.#call('currentTime');
    duration = () => this.#call('duration');
    volume = (value) => this.#call('volume', value);
    muted = (value) => this.#call('muted', value);
    playbackRate = (value) => this.#call('playbackRate', value);

    // Answers how to stop listening.
    on(name, listener) {
      const all = this.#listeners.get(name) ?? new Set();
      this.#listeners.set(name, all.add(listener));
      return () => all.delete(listener);
    }

    destroy() {
      clearInterval(this.#hello);
      removeEventListener('message', this.#hear);
      const gone = new Error('The player was destroyed.');
      for (const { reject } of [...this.#calls.values(), this.#settle]) reject(gone);
      if (this.#made) this.#frame.remove();
    }

    #call(call, value) {
      return this.ready.then(
        () =>
          new Promise((resolve, reject) => {
            const id = ++this.#count;
            this.#calls.set(id, { resolve, reject });
            this.#post({ id, call, value });
          }),
      );
    }

    #post(message) {
      this.#frame.contentWindow?.postMessage({ kinora: 1, ...message }, this.#origin);
    }

    #hear = ({ source, origin, data }) => {
      if (source !== this.#frame.contentWindow || origin !== this.#origin || data?.kinora !== 1) return;
      if (data.event) {
        clearInterval(this.#hello);
        if (data.event === 'ready') this.#settle.resolve();
        if (data.event === 'error') this.#settle.reject(new Error(data.data.message));
        for (const listener of this.#listeners.get(data.event) ?? []) listener(data.data);
        return;
      }
      const call = this.#calls.get(data.id);
      this.#calls.delete(data.id);
      if (data.error) call?.reject(new Error(data.error));
      else call?.resolve(data.result);
    };
  }

  function makeFrame({ video, title = '', width = '100%', height, colorScheme, ...rest }) {
    const frame = document.createElement('iframe');
    const url = new URL(`/embed/${encodeURIComponent(video)}`, home);
    for (const [name, value] of Object.entries({ ...rest, 'color-scheme': colorScheme })) {
      if (value !== undefined) url.searchParams.set(name, typeof value === 'boolean' ? Number(value) : value);
    }
    frame.src = url;
    frame.title = title;
    frame.allow = 'autoplay; fullscreen; picture-in-picture';
    const size = (value) => (typeof value === 'number' ? `${value}px` : value);
    Object.assign(frame.style, { border: 0, width: size(width), height: size(height) ?? '', aspectRatio: '16 / 9' });
    return frame;
  }

  window.Kinora = { ...window.Kinora, Player };
})();
