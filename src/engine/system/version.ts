import { PERSONA } from './persona.ts';
import type { DaemonPersona } from './persona-table.ts';

/** GET /version of a daemon that speaks up to `apiVersion`, in Docker's order of fields (moby api/types/types.go, Version). */
export function systemVersion(persona: DaemonPersona, apiVersion: string): object {
  const { version, minApiVersion, gitCommit, goVersion, buildTime, versionForm } = persona;
  const { os, arch, kernelVersion } = PERSONA;
  const described = {
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
  const { MinAPIVersion, ...flat } = described;
  const { BuildTime, ...unsorted } = flat;
  if (versionForm === 'minimum') return described;
  if (versionForm === 'flat') return flat;
  // Before 1.7 it was an engine.Env, a Go map (moby 1.6 builtins.go, dockerVersion).
  if (versionForm === 'sorted') return Object.fromEntries(Object.entries(unsorted).sort());
  return {
    Platform: { Name: '' },
    Components: [
      {
        Name: 'Engine',
        Version: version,
        Details: {
          ApiVersion: apiVersion,
          Arch: arch,
          BuildTime,
          Experimental: 'false',
          GitCommit: gitCommit,
          GoVersion: goVersion,
          KernelVersion: kernelVersion,
          MinAPIVersion,
          Os: os,
        },
      },
      ...PERSONA.components.map(component => ({
        Name: component.name,
        Version: component.version,
        Details: { GitCommit: component.gitCommit },
      })),
    ],
    ...described,
  };
}
