declare module 'dockerode-3' {
  export { default } from 'dockerode';
}
declare module 'dockerode-4' {
  export { default } from 'dockerode';
}
declare module 'dockerode-1' {
  // biome-ignore lint/suspicious/noExplicitAny: it was written before there were types
  const Docker: any;
  export default Docker;
}
