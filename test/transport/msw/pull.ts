import type Docker from 'dockerode';

export async function pull(docker: Docker, image: string): Promise<void> {
  const progress = await docker.pull(image);
  await new Promise(resolve => docker.modem.followProgress(progress, resolve));
}
