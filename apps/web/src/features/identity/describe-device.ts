export interface Device {
  browser: string;
  system: string;
  kind: 'desktop' | 'phone' | 'program';
}

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/CriOS\/|Chrome\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad|iPod/, 'iOS'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
];

/** What a person calls the thing behind a User-Agent: only well-known names, nothing guessed. */
export function describeDevice(userAgent: string | null): Device {
  const agent = userAgent ?? '';
  const browser = BROWSERS.find(([pattern]) => pattern.test(agent))?.[1];
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1] ?? '';
  if (!browser) return { browser: agent.split(/[/ ]/)[0] ?? '', system, kind: 'program' };
  return { browser, system, kind: /Mobi|Android|iPhone/.test(agent) ? 'phone' : 'desktop' };
}
