/** The build gives each part its own namespaces, compiled. */
declare module '*.json?part=shell' {
  const part: Partial<import('use-intl').Messages>;
  export default part;
}
declare module '*.json?part=rest' {
  const part: Partial<import('use-intl').Messages>;
  export default part;
}
