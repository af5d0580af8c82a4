import type { ContainerConfig, HealthConfig } from './config.ts';

/** Completes what the user gave with what the image says (moby daemon/commit.go, merge). */
export function mergeImageConfig(
  user: ContainerConfig,
  image: Readonly<Partial<ContainerConfig>>,
): ContainerConfig {
  const merged = { ...user };
  merged.User ||= image.User ?? '';
  merged.ExposedPorts = { ...image.ExposedPorts, ...user.ExposedPorts };
  merged.Env = mergeEnv(user.Env ?? [], image.Env ?? null);
  merged.Labels = { ...image.Labels, ...user.Labels };
  if (isEmpty(user.Entrypoint)) {
    if (isEmpty(user.Cmd)) merged.Cmd = image.Cmd ?? null;
    // An empty list takes the image's entrypoint away; null leaves it to the image.
    if (user.Entrypoint === null) merged.Entrypoint = image.Entrypoint ?? null;
  }
  merged.Healthcheck = mergeHealthcheck(user.Healthcheck ?? null, image.Healthcheck ?? null);
  merged.WorkingDir ||= image.WorkingDir ?? '';
  if (user.Volumes === null || Object.keys(user.Volumes).length === 0) {
    merged.Volumes = image.Volumes ?? null;
  } else {
    merged.Volumes = { ...image.Volumes, ...user.Volumes };
  }
  merged.StopSignal ||= image.StopSignal ?? '';
  return merged;
}

/** The user's variables first, then the image's that the user did not set. */
function mergeEnv(user: readonly string[], image: readonly string[] | null): string[] | null {
  if (user.length === 0) return image === null ? null : [...image];
  const given = new Set(user.map(nameOf));
  return [...user, ...(image ?? []).filter(variable => !given.has(nameOf(variable)))];
}

const nameOf = (variable: string) => variable.split('=', 1)[0];

function mergeHealthcheck(user: HealthConfig | null, image: HealthConfig | null): HealthConfig | null {
  if (user === null || image === null) return user ?? image;
  return {
    Test: isEmpty(user.Test) ? (image.Test ?? null) : (user.Test ?? null),
    Interval: user.Interval || image.Interval || 0,
    Timeout: user.Timeout || image.Timeout || 0,
    StartPeriod: user.StartPeriod || image.StartPeriod || 0,
    StartInterval: user.StartInterval || image.StartInterval || 0,
    Retries: user.Retries || image.Retries || 0,
  };
}

const isEmpty = (list: readonly string[] | null | undefined) =>
  list === null || list === undefined || list.length === 0;
