// Before the first paint: the theme that the person chose, or the system's. A file of its own, because the content
// policy allows no inline scripts.
(() => {
  const system = matchMedia('(prefers-color-scheme: light)');
  const apply = () => {
    let chosen = null;
    try {
      chosen = localStorage.getItem('kinora.theme');
    } catch {
      // Forbidden storage: follow the system.
    }
    const light = chosen === 'light' || (chosen !== 'dark' && system.matches);
    document.documentElement.dataset.theme = light ? 'light' : 'dark';
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', light ? '#ffffff' : '#0c0c0e');
  };
  apply();
  system.addEventListener('change', apply);
  addEventListener('storage', apply);
  addEventListener('kinora:theme', apply);
})();
