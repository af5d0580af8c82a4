declare module 'dockerode-3' {
  export { default } from 'dockerode';
}
declare module 'dockerode-4' {
  export { default } from 'dockerode';
}
