import { GoJsonError, unmarshalJson } from '../../support/go-json/decode.ts';
import { bool, map } from '../../support/go-json/schema.ts';
import type { Sentence, Spoken } from './sentence.ts';

/** What json.Unmarshal says of filters in the newer of their two forms. */
function filterProblem(filters: string): string {
  try {
    unmarshalJson(new TextEncoder().encode(filters), map(map(bool)), '');
  } catch (error) {
    if (error instanceof GoJsonError) return error.message.replace(/Go struct field \S+ of/, 'Go value of');
    throw error;
  }
  return 'invalid filter';
}

const containerId = ({ engine, name }: Spoken) => engine.state.containerNames.get(name)?.id ?? name;

const lowerFirstWord = (message: string) => message.replace(/^\w+/, word => word.toLowerCase());

/** What fails there as a fault of the daemon's, an untyped error in its code. */
const UNTYPED = ['ContainerCreate', 'ContainerUpdate', 'ImageCommit'];
const LIST_OF_SERVICES = ['ServiceList'];

/** From recordings/20.10. */
export const sentences2010: readonly Sentence[] = [
  // JSON
  {
    operations: UNTYPED,
    now: /^invalid JSON: got EOF while reading request body$/,
    before: 'invalid JSON: EOF',
  },
  { operations: UNTYPED, now: /^invalid JSON: /, before: '', status: 500 },
  { now: /^invalid JSON: /, before: '' },
  {
    now: /^invalid escape sequence `\\u[0-9a-fA-F]*(.).*$/s,
    before: "invalid character '$1' in \\u hexadecimal character escape",
  },
  { now: /of type container\.CreateRequest$/, before: 'of type runconfig.ContainerConfigWrapper' },
  { now: /Go value of type network\.CreateRequest$/, before: 'Go value of type types.NetworkCreateRequest' },
  {
    operations: ['NetworkCreate'],
    now: /struct field CreateRequest\./,
    before: 'struct field NetworkCreateRequest.',
  },
  { now: /struct field CreateOptions\./, before: 'struct field VolumeCreateBody.' },
  { now: /Go struct field \.HostConfig\./, before: 'Go struct field HostConfig.HostConfig.' },
  { now: /Go struct field \./, before: 'Go struct field ContainerConfigWrapper.' },
  {
    now: /^unsupported Content-Type header \((.*)\): must be/,
    before: 'Content-Type specified ($1) must be',
  },
  // Filters
  {
    operations: LIST_OF_SERVICES,
    now: /^invalid filter$/,
    before: (_, { filters }) => filterProblem(filters),
  },
  {
    operations: ['BuildPrune'],
    now: /^invalid filter$/,
    before: (_, { filters }) => `could not parse filters: ${filterProblem(filters)}`,
    status: 500,
  },
  { now: /^invalid filter$/, before: (_, { filters }) => filterProblem(filters), status: 500 },
  {
    now: /^error reading volume filters: invalid filter$/,
    before: (_, { filters }) => `error reading volume filters: ${filterProblem(filters)}`,
  },
  { now: /^((?:failed to prune build cache: )?)invalid filter '/, before: "$1Invalid filter '" },
  {
    operations: ['ImageList'],
    now: /^failed to parse value as time or duration: .*$/,
    before: "Invalid filter 'until'",
    status: 400,
  },
  {
    operations: ['ContainerPrune', 'NetworkPrune', 'ImagePrune'],
    now: /^failed to parse value as time or duration: /,
    before: 'failed to parse value as time or duration: ',
    status: 500,
  },
  {
    operations: ['ContainerList'],
    now: /^Invalid filter 'exited=.*': strconv/,
    before: 'strconv',
    status: 500,
  },
  {
    operations: ['ContainerList'],
    now: /^(Invalid filter 'status=.*'): invalid value for state .*$/,
    before: '$1',
  },
  {
    operations: ['ContainerList'],
    now: /^Invalid filter 'health=(.*)': invalid value for health .*$/,
    before: 'Unrecognised filter value for health: $1',
  },
  { operations: ['ContainerStart'], now: /^get .*: no such volume$/, before: '$&', status: 500 },
  { operations: ['ContainerList'], now: /^No such container: /, before: 'no such container ', status: 500 },
  // Containers
  {
    now: /^cannot kill container: (.*): container (.*) is not running$/,
    before: 'Cannot kill container: $1: Container $2 is not running',
  },
  { now: /^cannot kill container: .*: invalid signal: /, before: 'Invalid signal: ' },
  {
    now: /^cannot kill container: (.*): the linux daemon does/,
    before: 'Cannot kill container: $1: The linux daemon does',
    status: 500,
  },
  { now: /^cannot kill container: /, before: 'Cannot kill container: ' },
  {
    now: /^container ([0-9a-f]{64}) is (not running|not paused|already paused|paused)/,
    before: 'Container $1 is $2',
  },
  {
    now: /^cannot remove container ".*": container is paused and must be unpaused first$/,
    before: (_, spoken) =>
      `You cannot remove a paused container ${containerId(spoken)}. Unpause and then stop the container before attempting removal or force remove`,
  },
  {
    now: /^cannot remove container ".*": container is running: .*$/,
    before: (_, spoken) =>
      `You cannot remove a running container ${containerId(spoken)}. Stop the container before attempting removal or force remove`,
  },
  { now: /^failed to create task for container: (.*)$/s, before: '$1: unknown' },
  {
    operations: ['ContainerStart', 'ContainerRestart'],
    now: /^failed to set up container networking: /,
    before: '',
  },
  { operations: ['ContainerStart'], now: /^(invalid character )/, before: '$1', status: 500 },
  {
    operations: ['ContainerStart'],
    now: /Go struct field HostConfig\./,
    before: 'Go struct field ContainerConfigWrapper.',
    status: 500,
  },
  { operations: ['ContainerCreate'], now: /^config cannot be empty/, before: 'Config cannot be empty' },
  {
    operations: ['ContainerResize', 'ExecResize'],
    now: /^invalid resize (?:height|width) (".*"): /,
    before: 'strconv.Atoi: parsing $1: ',
  },
  {
    operations: ['ExecStart'],
    now: /^exec command (.*) has already run$/,
    before: 'Error: Exec command $1 has already run',
  },
  {
    operations: ['PutContainerArchive'],
    now: /^(mounted volume|container rootfs) is marked read-only$/,
    before: '$1 is marked read-only',
    status: 500,
  },
  {
    operations: ['PutContainerArchive'],
    now: /^extraction point is not a directory$/,
    before: 'extraction point is not a directory',
    status: 500,
  },
  {
    operations: ['PutContainerArchive', 'ImageCreate'],
    now: /^unexpected EOF$/,
    before: 'Error processing tar file(exit status 1): unexpected EOF',
  },
  { operations: ['ContainerCreate'], now: /^no command specified$/, before: 'No command specified' },
  { operations: ['ContainerCreate'], now: /^invalid signal: /, before: 'Invalid signal: ' },
  { operations: ['ContainerCreate'], now: /^invalid network mode: /, before: 'Invalid network mode: ' },
  {
    operations: ['ContainerCreate'],
    now: /^unknown or invalid runtime name: /,
    before: 'Unknown runtime specified ',
  },
  { operations: ['ContainerCreate'], now: /^range of CPUs/, before: 'Range of CPUs' },
  {
    operations: ['ContainerCreate'],
    now: /^invalid isolation \((.*)\): linux/,
    before: 'Invalid isolation: "$1" - linux',
    status: 500,
  },
  {
    operations: ['ContainerCreate'],
    now: /cannot be created with multiple network endpoints/,
    before: 'cannot be connected to network endpoints',
  },
  { now: /^invalid restart policy: unknown policy ('.*'); .*$/, before: 'invalid restart policy $1' },
  {
    now: /^invalid restart policy: maximum retry count can only be used with 'on-failure'$/,
    before: "maximum retry count cannot be used with restart policy 'always'",
  },
  { now: /^invalid restart policy: maximum retry/, before: 'maximum retry' },
  {
    operations: ['ExecStart'],
    now: /^exec command (.*) is already running$/,
    before: 'Error: Exec command $1 is already running',
  },
  { operations: ['ContainerExec'], now: /struct field ExecOptions\./, before: 'struct field ExecConfig.' },
  { now: /^(?:joining network namespace of container: )(No such container)/, before: '$1' },
  // Volumes
  { now: /Go value of type volume\.CreateOptions$/, before: 'Go value of type volume.VolumeCreateBody' },
  // Images
  { now: /repository name \(library\/.*\) must be lowercase/, before: 'repository name must be lowercase' },
  {
    operations: ['ImageInspect'],
    now: /^/,
    before: (message, { name }) => `no such image: ${name}: ${message}`,
  },
  {
    operations: ['ImageTag', 'ImageCommit', 'ImagePush'],
    now: /^(invalid reference format.*|invalid tag format|invalid repository name .*)$/,
    before: '$1',
    status: 500,
  },
  {
    operations: ['ImageCommit', 'ImageCreate'],
    now: /is not a valid change command$/,
    before: lowerFirstWord,
  },
  { operations: ['ImageSearch'], now: /^limit (\d+) is outside/, before: 'Limit $1 is outside' },
  {
    operations: ['ImageSearch'],
    now: /^(?:invalid limit specified|Invalid filter 'stars=.*'): /,
    before: '',
    status: 500,
  },
  { operations: ['BuildPrune'], now: /^keep-storage/, before: 'keep-storage', status: 500 },
  {
    operations: ['BuildCancel'],
    now: /^build ID not provided$/,
    before: 'build ID not provided',
    status: 500,
  },
  {
    operations: ['ImageBuild'],
    now: /^dockerfile parse error on line (.*?)(?: \(did you mean .*\?\))?$/,
    before: 'dockerfile parse error line $1',
  },
  {
    operations: ['ImageBuild'],
    now: /^target stage "(.*)" could not be found$/,
    before: 'failed to reach build target $1 in Dockerfile',
  },
  // Networks
  {
    now: /^cannot connect container to host network - .*$/,
    before: 'container cannot be disconnected from host network or connected to host network',
  },
  { now: /^invalid pool request: Pool overlaps/, before: 'Pool overlaps' },
];
