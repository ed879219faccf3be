// Before the first paint: theme and language that the person chose, or those of the system. A file of its own, because the content
// policy allows no inline scripts.
(() => {
  const system = matchMedia('(prefers-color-scheme: light)');
  // Whoever shows a video in a frame may say which colours are around it.
  const wanted = location.pathname.startsWith('/embed/') && new URLSearchParams(location.search).get('color-scheme');
  const apply = () => {
    let chosen = null;
    try {
      chosen = localStorage.getItem('kinora.theme');
    } catch {
      // Forbidden storage: follow the system.
    }
    if (wanted === 'light' || wanted === 'dark') chosen = wanted;
    const light = chosen === 'light' || (chosen !== 'dark' && system.matches);
    document.documentElement.dataset.theme = light ? 'light' : 'dark';
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', light ? '#ffffff' : '#0c0c0e');
  };
  apply();
  system.addEventListener('change', apply);
  addEventListener('storage', apply);
  addEventListener('kinora:theme', apply);

  // The site's own accent, in the hue alone: light and strength stay, and contrast with them.
  const looks = JSON.parse(document.querySelector('meta[name="kinora-instance"]')?.content || '{}');
  const tint = (hue) => {
    if (Number.isInteger(hue)) document.documentElement.style.setProperty('--accent-h', hue);
    else document.documentElement.style.removeProperty('--accent-h');
  };
  tint(looks.accentHue);
  addEventListener('kinora:accent', (event) => tint(event.detail));

  const languages = { en: 'ltr', ar: 'rtl', ja: 'ltr' };
  const speak = () => {
    let chosen = null;
    try {
      chosen = localStorage.getItem('kinora.language');
    } catch {
      // Forbidden storage: follow the browser.
    }
    const asked = [chosen, ...navigator.languages].map((tag) => String(tag).split('-')[0].toLowerCase());
    const language = asked.find((code) => Object.hasOwn(languages, code)) ?? 'en';
    document.documentElement.lang = language;
    document.documentElement.dir = languages[language];
  };
  speak();
  addEventListener('kinora:language', speak);
})();
