import { PERSONA } from './persona.ts';

/** GET /version of a daemon that speaks up to `apiVersion`, in Docker's order of fields (moby api/types/types.go, Version). */
export function systemVersion(apiVersion: string) {
  const { version, minApiVersion, gitCommit, goVersion, os, arch, kernelVersion, buildTime } = PERSONA;
  return {
    Platform: { Name: '' },
    Components: [
      {
        Name: 'Engine',
        Version: version,
        Details: {
          ApiVersion: apiVersion,
          Arch: arch,
          BuildTime: buildTime,
          Experimental: 'false',
          GitCommit: gitCommit,
          GoVersion: goVersion,
          KernelVersion: kernelVersion,
          MinAPIVersion: minApiVersion,
          Os: os,
        },
      },
      ...PERSONA.components.map(component => ({
        Name: component.name,
        Version: component.version,
        Details: { GitCommit: component.gitCommit },
      })),
    ],
    Version: version,
    ApiVersion: apiVersion,
    MinAPIVersion: minApiVersion,
    GitCommit: gitCommit,
    GoVersion: goVersion,
    Os: os,
    Arch: arch,
    KernelVersion: kernelVersion,
    BuildTime: buildTime,
  };
}
